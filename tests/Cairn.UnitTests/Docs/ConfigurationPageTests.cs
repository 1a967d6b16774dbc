using System.Text;
using Cairn.Server.Hosting;
using Cairn.Server.Settings;
using Cairn.UnitTests.Architecture;

namespace Cairn.UnitTests.Docs;

/// <summary>The configuration page names every setting as the program knows it.</summary>
public sealed class ConfigurationPageTests
{
    private const string Start = "<!-- settings: made from the settings in src/Cairn.Server -->\n";
    private const string End = "<!-- end of settings -->";

    [Fact]
    public void Page_NamesEverySetting()
    {
        var path = Path.Combine(Repository.Root, "docs", "configuration.md");
        var page = File.ReadAllText(path);
        var (start, end) = (
            page.IndexOf(Start, StringComparison.Ordinal) + Start.Length,
            page.IndexOf(End, StringComparison.Ordinal)
        );
        var tables = Tables();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + tables + page[end..]);
            return;
        }

        page[start..end].ShouldBe(tables, "run this test with UPDATE_DOCS=1 to write the page anew");
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (var (title, settings) in ServerSettings.Groups)
        {
            text.Append($"\n## {title}\n\n| flag | variable | default | |\n|---|---|---|---|\n");
            foreach (var setting in settings)
            {
                text.Append(
                    $"| {Flags(setting)} | {Code(setting.Variable)} | {Default(setting)} | {setting.Help.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
                );
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Flags(Setting setting)
    {
        var value = setting.ValueName is { } name ? " " + name.Replace("|", "\\|", StringComparison.Ordinal) : "";
        return string.Join(
            "<br>",
            ((string?[])[.. setting.Aliases, setting.Flag, setting.NegativeFlag])
                .OfType<string>()
                .Select(flag => Code(flag == setting.Flag ? flag + value : flag))
        );
    }

    private static string Default(Setting setting) =>
        setting.Default ?? (setting is { ValueName: null, IsIgnored: false } ? "off" : "");

    private static string Code(string? text) => text is null ? "" : $"`{text}`";
}
