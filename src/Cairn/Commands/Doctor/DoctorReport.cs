using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Core.Artifacts;

namespace Cairn.Commands.Doctor;

/// <summary>Findings, for people and for programs.</summary>
internal sealed class DoctorReport
{
    private readonly List<StoreFinding> _findings = [];

    /// <summary>How many checks failed.</summary>
    public int Failures => _findings.Count(finding => finding.IsGood == false);

    public void Add(StoreFinding finding) => _findings.Add(finding);

    public async Task WriteTableAsync(TextWriter output)
    {
        var width = _findings.Max(finding => finding.Check.Length) + 2;
        foreach (var finding in _findings)
        {
            await output.WriteLineAsync($"{Word(finding), -6}{finding.Check.PadRight(width)}{finding.Detail}");
        }

        await output.WriteLineAsync(Failures == 0 ? "All is well." : $"{Failures} of {_findings.Count} checks failed.");
    }

    public async Task WriteJsonAsync(TextWriter output)
    {
        using var buffer = new MemoryStream();
        await using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteNumber("failures", Failures);
            json.WriteStartArray("checks");
            foreach (var finding in _findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("result", Word(finding));
                json.WriteString("detail", finding.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Word(StoreFinding finding) =>
        finding.IsGood switch
        {
            true => "ok",
            false => "FAIL",
            null => "info",
        };
}
