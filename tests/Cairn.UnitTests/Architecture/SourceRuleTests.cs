using System.Text.RegularExpressions;

namespace Cairn.UnitTests.Architecture;

/// <summary>Rules of the house that the compiler does not know.</summary>
public sealed partial class SourceRuleTests
{
    [Fact]
    public void CloudSdks_StayInTheirFolder() =>
        Offenders(
                "src",
                CloudSdk(),
                path =>
                    path.StartsWith("src/Cairn.Azure/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Artifacts/Azure/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Artifacts/S3/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Artifacts/Google/", StringComparison.Ordinal)
                    || path == "src/Cairn.Server/Monitoring/AzureMonitor.cs"
            )
            .ShouldBeEmpty();

    [Fact]
    public void OpenTelemetry_StaysInItsFolder() =>
        Offenders(
                "src",
                TelemetrySdk(),
                path => path.StartsWith("src/Cairn.Server/Monitoring/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Fact]
    public void DatabaseDrivers_StayInTheirFolders() =>
        Offenders(
                "src",
                Driver(),
                path =>
                    path.StartsWith("src/Cairn.Sql/Dialects/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Sql/Engine/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Fact]
    public void Statements_DoNotAskForTheDialectTheyAreIn() =>
        Offenders(
                "src",
                DialectTest(),
                path =>
                    path.StartsWith("src/Cairn.Sql/Dialects/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Sql/Engine/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Fact]
    public void Sql_StandsInItsProjectOnly() =>
        Offenders("src", Statement(), path => path.StartsWith("src/Cairn.Sql/", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Handlers_DoNotSetErrorStatuses() =>
        Offenders(
                "src/Cairn.Server",
                ErrorStatus(),
                path =>
                    path.StartsWith("src/Cairn.Server/Api/", StringComparison.Ordinal)
                    || path.StartsWith("src/Cairn.Server/Security/", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Fact]
    public void Types_AreNotNamedAfterNothing() => Offenders("src", EmptyName(), static _ => false).ShouldBeEmpty();

    private static List<string> Offenders(string folder, Regex rule, Func<string, bool> isExempt) =>
        [
            .. from source in Repository.Sources(folder)
            where !isExempt(source.Path)
            from line in source.Lines.Index()
            where rule.IsMatch(line.Item)
            select $"{source.Path}:{line.Index + 1}: {line.Item.Trim()}",
        ];

    [GeneratedRegex(@"^using (static )?(Azure|Amazon|Google)\.")]
    private static partial Regex CloudSdk();

    [GeneratedRegex(@"^using (static )?OpenTelemetry\b")]
    private static partial Regex TelemetrySdk();

    [GeneratedRegex(@"^using (Npgsql|Microsoft\.Data\.Sqlite|SQLitePCL|MySqlConnector)\b")]
    private static partial Regex Driver();

    [GeneratedRegex(
        @"\b(is|case|as)\s+(not\s+)?(Sqlite|Postgres)Dialect\b|Dialect\s*[!=]=|typeof\((Sqlite|Postgres)Dialect\)"
    )]
    private static partial Regex DialectTest();

    [GeneratedRegex("\"+\\s*(SELECT .* FROM|INSERT INTO|UPDATE \\w+ SET|DELETE FROM)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    // Plain answers in MLflow's own words go through PlainText; 416 belongs to the ranges of a download.
    [GeneratedRegex(@"StatusCode = (StatusCodes\.Status)?(4(?!16)\d\d|5\d\d)")]
    private static partial Regex ErrorStatus();

    [GeneratedRegex(@"\b(class|record|interface|struct) \w*(Manager|Helper|Helpers|Utils|Util|Service)\b")]
    private static partial Regex EmptyName();
}
