namespace Cairn.Sql.Engine;

/// <summary>Asks a database whether it is there.</summary>
public static class DatabasePing
{
    private const string Ping = "SELECT 1";

    /// <summary>Returns when the database answered.</summary>
    /// <exception cref="Core.Errors.CairnException">TEMPORARILY_UNAVAILABLE.</exception>
    public static async Task PingAsync(this Database database, CancellationToken ct) =>
        await database.ReadAsync(static session => session.FirstAsync(Ping, static row => row.GetInt32(0)), ct);
}
