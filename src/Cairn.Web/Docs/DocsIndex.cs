namespace Cairn.Web.Docs;

/// <summary>The pages of the documentation in reading order. A unit test checks that every file is listed.</summary>
internal static class DocsIndex
{
    /// <summary>The groups of the index.</summary>
    public static IReadOnlyList<DocsGroup> Groups { get; } =
    [
        new(
            "Start",
            [
                new(
                    "getting-started",
                    "docs/getting-started.md",
                    "Run the server, connect a client, and share it with a team."
                ),
                new(
                    "configuration",
                    "docs/configuration.md",
                    "All flags and environment variables with their defaults."
                ),
                new(
                    "compatibility",
                    "docs/compatibility.md",
                    "What MLflow clients can rely on, and every deliberate difference."
                ),
            ]
        ),
        new(
            "Store data",
            [
                new(
                    "storage",
                    "docs/storage.md",
                    "SQLite and PostgreSQL: connect, upgrade, copy, and return to MLflow."
                ),
                new(
                    "artifacts",
                    "docs/artifacts.md",
                    "How artifacts are stored and transferred, and the artifact commands."
                ),
                new(
                    "azure",
                    "docs/azure.md",
                    "Azure Blob Storage and Data Lake Storage: credentials, networks, troubleshooting."
                ),
            ]
        ),
        new(
            "Operate",
            [
                new(
                    "kubernetes",
                    "docs/kubernetes.md",
                    "Install with Helm, use identities, and move from the community chart."
                ),
                new("chart", "charts/cairn/README.md", "Every value of the Helm chart."),
                new("security", "docs/security.md", "What the server checks, and what to put in front of it."),
                new(
                    "monitoring",
                    "docs/monitoring.md",
                    "Metrics, health checks, alerts, OpenTelemetry and Application Insights."
                ),
                new("pages", "docs/pages.md", "The web pages: what each one shows."),
                new("mlflow-pages", "docs/mlflow-pages.md", "Serve MLflow's own web pages from Cairn."),
            ]
        ),
        new(
            "Design decisions",
            [
                new("adr-0001", "docs/adr/0001-mlflow-schema-is-ours.md", "Why the database schema is MLflow's."),
                new("adr-0002", "docs/adr/0002-server-rendered-ui.md", "Why pages are rendered on the server."),
                new("adr-0003", "docs/adr/0003-one-sqlite-writer.md", "Why one thread writes to SQLite."),
                new("adr-0004", "docs/adr/0004-pages-are-a-project.md", "Why the pages are a project of their own."),
                new("adr-0005", "docs/adr/0005-native-executable.md", "Why releases are native executables."),
            ]
        ),
    ];

    /// <summary>The pages by their name in the URL.</summary>
    public static IReadOnlyDictionary<string, DocsEntry> ByName { get; } =
        Groups.SelectMany(group => group.Entries).ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>Returns the name of the page that a file of the repository is served as, or null.</summary>
    /// <param name="file">The file's path in the repository.</param>
    public static string? NameOf(string file) => ByName.Values.FirstOrDefault(entry => entry.File == file)?.Name;
}

/// <summary>Pages that belong together.</summary>
/// <param name="Title">Their heading.</param>
/// <param name="Entries">The pages in reading order.</param>
internal sealed record DocsGroup(string Title, IReadOnlyList<DocsEntry> Entries);

/// <summary>A page of the documentation.</summary>
/// <param name="Name">Its name in the URL.</param>
/// <param name="File">Its path in the repository.</param>
/// <param name="Description">What it is about, in one sentence.</param>
internal sealed record DocsEntry(string Name, string File, string Description);
