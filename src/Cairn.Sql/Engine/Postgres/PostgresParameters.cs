using Npgsql;
using NpgsqlTypes;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>Values as the driver takes them, each with the type that the server is told.</summary>
internal static class PostgresParameters
{
    /// <summary>A batch's statement with its parameters.</summary>
    public static NpgsqlBatchCommand Command(SqlBatch.Statement statement, Dialects.SqlDialect dialect) =>
        statement switch
        {
            SqlBatch.Single single => Command(PostgresStatement.Of(single.Sql), single.Parameters, null),
            SqlBatch.ForRows rows => Command(PostgresStatement.Of(rows.SqlFor(dialect)), rows.Parameters, rows),
            _ => throw new ArgumentOutOfRangeException(nameof(statement)),
        };

    /// <summary>A statement with its parameters.</summary>
    public static NpgsqlBatchCommand Command(string sql, ReadOnlySpan<SqlParam> parameters) =>
        Command(PostgresStatement.Of(sql), parameters, null);

    private static NpgsqlBatchCommand Command(
        PostgresStatement statement,
        ReadOnlySpan<SqlParam> parameters,
        SqlBatch.ForRows? rows
    )
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var name in statement.Names)
        {
            command.Parameters.Add(
                rows is not null && name.StartsWith("@r_", StringComparison.Ordinal)
                    ? Array(rows, name)
                    : Single(name, parameters)
            );
        }

        return command;
    }

    private static NpgsqlParameter Single(string name, ReadOnlySpan<SqlParam> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Name == name)
            {
                return Of(parameter.Value);
            }
        }

        throw new ArgumentException($"The statement's parameter {name} was given no value.", nameof(parameters));
    }

    private static NpgsqlParameter Of(object? value) =>
        value switch
        {
            // Without a type: the server takes it from where the parameter stands.
            null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
            string text => new NpgsqlParameter<string>(null!, text) { NpgsqlDbType = NpgsqlDbType.Text },
            long number => new NpgsqlParameter<long>(null!, number) { NpgsqlDbType = NpgsqlDbType.Bigint },
            int number => new NpgsqlParameter<int>(null!, number) { NpgsqlDbType = NpgsqlDbType.Integer },
            double number => new NpgsqlParameter<double>(null!, number) { NpgsqlDbType = NpgsqlDbType.Double },
            bool truth => new NpgsqlParameter<bool>(null!, truth) { NpgsqlDbType = NpgsqlDbType.Boolean },
            byte[] bytes => new NpgsqlParameter<byte[]>(null!, bytes) { NpgsqlDbType = NpgsqlDbType.Bytea },
            string[] texts => new NpgsqlParameter<string[]>(null!, texts)
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            },
            long[] numbers => new NpgsqlParameter<long[]>(null!, numbers)
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            },
            _ => throw new ArgumentException($"A parameter cannot be a {value.GetType().Name}.", nameof(value)),
        };

    private static NpgsqlParameter Array(SqlBatch.ForRows rows, string name)
    {
        var columns = rows.Columns;
        for (var column = 0; column < columns.Count; column++)
        {
            if (name.AsSpan(3).SequenceEqual(columns[column].Name))
            {
                return columns[column].Type switch
                {
                    SqlColumnType.Text => Array(NpgsqlDbType.Text, Texts(rows, column)),
                    SqlColumnType.BigInt => Array(NpgsqlDbType.Bigint, Values(rows, column, Convert.ToInt64)),
                    SqlColumnType.Double => Array(NpgsqlDbType.Double, Values(rows, column, Convert.ToDouble)),
                    SqlColumnType.Boolean => Array(NpgsqlDbType.Boolean, Values(rows, column, Convert.ToBoolean)),
                    _ => throw new ArgumentOutOfRangeException(nameof(rows)),
                };
            }
        }

        throw new ArgumentException($"The rows have no column for {name}.", nameof(rows));
    }

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, T[] values) =>
        new(null!, values) { NpgsqlDbType = NpgsqlDbType.Array | type };

    private static string?[] Texts(SqlBatch.ForRows rows, int column)
    {
        var values = new string?[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = (string?)rows.Value(row, column);
        }

        return values;
    }

    private static T?[] Values<T>(SqlBatch.ForRows rows, int column, Func<object, T> convert)
        where T : struct
    {
        var values = new T?[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = rows.Value(row, column) is { } value ? convert(value) : null;
        }

        return values;
    }
}
