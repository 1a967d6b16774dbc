using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Commands.Artifacts;

/// <summary>
/// The stores that one command works on. Whoever runs it may name any folder that he may open himself.
/// </summary>
internal sealed class OpenedStores(bool createContainer, TextWriter error) : IDisposable
{
    private readonly List<IDisposable> _factories = [];

    /// <summary>Opens a location.</summary>
    /// <param name="text">A local path or a URI.</param>
    /// <param name="fromParent">
    /// Whether a local path is opened as an entry of its parent folder, which a command needs to delete it.
    /// </param>
    public ArtifactPlace Open(string text, bool fromParent = false)
    {
        var uri = ArtifactUri.Parse(text);
        IArtifactStoreFactory factory = uri.IsLocal
            ? new LocalArtifactStoreFactory([fromParent ? Parent(uri) : text], TimeProvider.System)
            : new AzureArtifactStoreFactory(
                new() { CreateContainer = createContainer },
                Trusted(uri, text),
                TimeProvider.System,
                new LinesTo(error)
            );
        _factories.Add((IDisposable)factory);
        return factory.Handles(uri)
            ? factory.Open(uri)
            : throw CairnException.Invalid($"Artifacts of the scheme '{uri.Scheme}' cannot be opened here.");
    }

    public void Dispose() => _factories.ForEach(factory => factory.Dispose());

    private static string Parent(ArtifactUri uri)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(uri.Path));
        return Path.GetDirectoryName(folder) ?? folder;
    }

    private static string[] Trusted(ArtifactUri uri, string text) =>
        uri.Scheme is "mlflow-artifacts" or "s3" or "gs" ? [] : [text];

    /// <summary>Shows which credential was chosen, and warnings.</summary>
    private sealed class LinesTo(TextWriter error) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                error.WriteLine(formatter(state, exception));
            }
        }
    }
}
