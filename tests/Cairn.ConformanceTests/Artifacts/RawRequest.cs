using System.Net.Sockets;
using System.Text;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>Sends what HttpClient would mend or refuse.</summary>
internal static class RawRequest
{
    /// <summary>The status and the body of the answer.</summary>
    public static async Task<(int Status, string Body)> SendAsync(
        Uri server,
        string method,
        string target,
        string body,
        CancellationToken ct
    )
    {
        using var socket = await ConnectAsync(server, ct);
        await socket.SendAsync(
            Encoding.Latin1.GetBytes(
                $"{method} {target} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
            ),
            ct
        );
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(ct);
        return (int.Parse(text.Split(' ')[1], null), text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    public static async Task<Socket> ConnectAsync(Uri server, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, ct);
        return socket;
    }
}
