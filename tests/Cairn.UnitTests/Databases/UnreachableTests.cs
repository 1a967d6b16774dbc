using System.Net.Sockets;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Npgsql;

namespace Cairn.UnitTests.Databases;

/// <summary>What waiting may help against, and what it does not.</summary>
public sealed class UnreachableTests
{
    public static TheoryData<Exception, bool> Failures =>
        new()
        {
            { new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)), true },
            { new SocketException((int)SocketError.HostNotFound), true },
            { new NpgsqlException("Exception while reading from stream", new TimeoutException()), true },
            { new NpgsqlException("Exception while reading from stream", new EndOfStreamException()), true },
            {
                new NpgsqlException(
                    "",
                    new AggregateException(new NpgsqlException("", new SocketException(111)), Refusal("28P01"))
                ),
                true
            },
            { Refusal("57P03"), true }, // Starting up.
            { Refusal("53300"), true }, // Too many connections.
            { CairnException.Unavailable("", new NpgsqlException("", new SocketException(111))), true },
            { Refusal("28P01"), false }, // Wrong password.
            { Refusal("3D000"), false }, // No such database.
            { new NpgsqlException("No password has been provided"), false },
            { new NpgsqlException("", CairnException.Unavailable("no token")), false },
            { new NpgsqlException("", new FileNotFoundException("root.crt")), false },
            { new FormatException("no URI"), false },
        };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void IsUnreachable_AsTheFailureSays(Exception failure, bool expected) =>
        Sql.Engine.Databases.IsUnreachable(failure).ShouldBe(expected);

    private static PostgresException Refusal(string state) => new("", "FATAL", "FATAL", state);
}
