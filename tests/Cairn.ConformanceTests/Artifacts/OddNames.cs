using System.Globalization;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>Legal names of files that a careless encoder, decoder or file system changes.</summary>
internal static class OddNames
{
    /// <summary>About 200 names. None is a path, and all differ.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '/').Select(c => $"x{c}y.txt"),
        .. Enumerable.Range(0, 20).Select(StepImage),
        .. "% %% 100% %41 a%41 a%17.txt 100%17.txt a%250Ab.txt a%0Ab.txt %23 %2523 a%23b a%2Fb a%2fb%2Fc a%252Fb".Split(
            ' '
        ),
        .. "%5C a%5Cb a%5cb a%255Cb a%25255Cb a\\b\\c a%00b a%7Fb %C3%A9 %E9 %zz %u0041 %25 %2525 %%32%35 a% a%2 a%%2".Split(
            ' '
        ),
        .. "%2e %2e%2e.txt a+b a%20b a%2Bb .hidden ..a a..b ... a. a.. a.b. - -- --help ~ ~root CON nul.txt".Split(' '),
        .. "a:b C:x C:\\x file:x file:%2f http:x a=b&c=d a?b?c a;v=1 a,b @ @x $x ${x} $(x) `x` {x} {{x}} [x] <x> |x".Split(
            ' '
        ),
        .. "é e\u0301 ÅNGSTRÖM ångström 漢字.txt ひらがな 한글 עברית العربية ไทย 😀 👩\u200d🔬 ﬁ ß İ ı x\ufeffy x\u00a0y x\u2028y".Split(
            ' '
        ),
        " a",
        "a ",
        "a  b",
        "a .",
        "README",
        "readme",
        new string('a', 255),
        new string('漢', 85),
    ];

    /// <summary>The names that a client may use: MLflow rejects <c>#</c>.</summary>
    public static IEnumerable<string> Served => All.Where(name => !name.Contains('#', StringComparison.Ordinal));

    /// <summary>The name that MLflow's <c>log_image</c> gave to an image before 3.11.</summary>
    private static string StepImage(int step) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"eval%step%{step}%timestamp%{1_700_000_000_000 + (step * 16_777_213L)}%{step:x2}0a7f.png"
        );
}
