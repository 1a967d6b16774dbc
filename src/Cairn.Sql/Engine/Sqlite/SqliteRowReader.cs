using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SQLitePCL;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// The rows of a statement, read column by column as SQLite holds them. Forward only; disposing it frees the statement.
/// </summary>
internal sealed class SqliteRowReader(SqliteStatement statement, RecentTexts texts) : DbDataReader
{
    private readonly sqlite3_stmt _handle = statement.Handle;
    private bool _isClosed;

    public override int FieldCount => raw.sqlite3_column_count(_handle);

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => -1;

    public override int Depth => 0;

    public override bool HasRows => throw new NotSupportedException();

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => statement.Step();

    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal) => raw.sqlite3_column_type(_handle, ordinal) == raw.SQLITE_NULL;

    public override string GetString(int ordinal) => texts.Get(raw.sqlite3_column_blob(_handle, ordinal));

    public override long GetInt64(int ordinal) => raw.sqlite3_column_int64(_handle, ordinal);

    public override int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    public override double GetDouble(int ordinal) => raw.sqlite3_column_double(_handle, ordinal);

    public override bool GetBoolean(int ordinal) => raw.sqlite3_column_int(_handle, ordinal) != 0;

    public override string GetName(int ordinal) => raw.sqlite3_column_name(_handle, ordinal).utf8_to_string();

    public override object GetValue(int ordinal) =>
        raw.sqlite3_column_type(_handle, ordinal) switch
        {
            raw.SQLITE_NULL => DBNull.Value,
            raw.SQLITE_INTEGER => GetInt64(ordinal),
            raw.SQLITE_FLOAT => GetDouble(ordinal),
            raw.SQLITE_TEXT => GetString(ordinal),
            _ => raw.sqlite3_column_blob(_handle, ordinal).ToArray(),
        };

    public override int GetOrdinal(string name)
    {
        for (var ordinal = 0; ordinal < FieldCount; ordinal++)
        {
            if (GetName(ordinal) == name)
            {
                return ordinal;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "The statement has no such column.");
    }

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            values[ordinal] = GetValue(ordinal);
        }

        return count;
    }

    [return: DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties
    )]
    public override Type GetFieldType(int ordinal) =>
        raw.sqlite3_column_type(_handle, ordinal) switch
        {
            raw.SQLITE_NULL => typeof(DBNull),
            raw.SQLITE_INTEGER => typeof(long),
            raw.SQLITE_FLOAT => typeof(double),
            raw.SQLITE_TEXT => typeof(string),
            _ => typeof(byte[]),
        };

    public override string GetDataTypeName(int ordinal) =>
        raw.sqlite3_column_decltype(_handle, ordinal).utf8_to_string();

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override byte GetByte(int ordinal) => checked((byte)GetInt64(ordinal));

    public override short GetInt16(int ordinal) => checked((short)GetInt64(ordinal));

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        throw new NotSupportedException();

    public override char GetChar(int ordinal) => throw new NotSupportedException();

    public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

    public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

    public override Guid GetGuid(int ordinal) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            statement.Reset();
        }

        base.Dispose(disposing);
    }
}
