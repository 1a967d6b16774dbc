namespace Cairn.Sql.Schema;

/// <summary>MLflow's schema revisions, as <c>alembic_version</c> names them.</summary>
public static class Revisions
{
    // Oldest first.
    private static readonly string[] _known =
    [
        "451aebb31d03",
        "90e64c465722",
        "181f10493468",
        "df50e92ffc5e",
        "7ac759974ad8",
        "89d4b8295536",
        "2b4d017a5e9b",
        "cfd24bdc0731",
        "0a8213491aaa",
        "728d730b5ebd",
        "27a6a02d2cf1",
        "84291f40a231",
        "a8c4a736bde6",
        "39d1c3be5f05",
        "c48cb773bb87",
        "bd07f7e963c5",
        "0c779009ac13",
        "cc1f77228345",
        "97727af70f4d",
        "3500859a5d39",
        "7f2a7d5fae7d",
        "2d6e25af4d3e",
        "acf3f17fdcc7",
        "867495a8f9d4",
        "5b0e9adcef9c",
        "4465047574b1",
        "f5a4f2784254",
        "0584bdc529eb",
        "400f98739977",
        "6953534de441",
        "bda7b8c39065",
        "cbc13b556ace",
        "770bee3ae1dd",
        "a1b2c3d4e5f6",
        "de4033877273",
        "1a0cddfcaa16",
        "534353b11cbc",
        "71994744cf8e",
        "3da73c924c2f",
        "bf29a5ff90ea",
        "1bd49d398cd23",
        "b7c8d9e0f1a2",
        "5d2d30f0abce",
        "c9d4e5f6a7b8",
        "2c33131f4dae",
        "d3e4f5a6b7c8",
        "d0e1f2a3b4c5",
        "c8d9e0f1a2b3",
        "1b5f0d9ad7c1",
        "e1f2a3b4c5d6",
        "76601a5f987d",
        "c3d6457b6d8a",
        "a5b4c3d2e1f0",
        "ae8bbe7743c9",
        "7d34483879f0",
    ];

    // Releases that brought a feature with tables of its own, and the revision that makes these:
    // https://mlflow.org/releases
    private static readonly (string Revision, string Release)[] _milestones =
    [
        ("2b4d017a5e9b", "1.4"),
        ("3500859a5d39", "2.3"),
        ("7f2a7d5fae7d", "2.4"),
        ("867495a8f9d4", "2.14"),
        ("400f98739977", "3.0"),
        ("1a0cddfcaa16", "3.3"),
        ("1b5f0d9ad7c1", "3.10"),
    ];

    /// <summary>The revision that this Cairn works on.</summary>
    public static string Head => _known[^1];

    /// <summary>The MLflow release whose schema <see cref="Head"/> is.</summary>
    public static string HeadRelease => "3.11";

    /// <summary>
    /// Which MLflow releases a known revision before the head is of: <c>2.4 or later, before 2.14</c>.
    /// </summary>
    public static string ReleasesOf(string revision)
    {
        var passed = Array.FindLastIndex(_milestones, m => !IsAfter(m.Revision, revision));
        var next = passed + 1 < _milestones.Length ? _milestones[passed + 1].Release : HeadRelease;
        return passed < 0 ? $"before {next}" : $"{_milestones[passed].Release} or later, before {next}";
    }

    /// <summary>How many revisions lie between a revision and the head; null when it is not known.</summary>
    public static int? Behind(string revision)
    {
        var at = Array.IndexOf(_known, revision);
        return at < 0 ? null : _known.Length - 1 - at;
    }

    /// <summary>
    /// Whether a change that <paramref name="revision"/> made is still to be made on a database at <paramref
    /// name="current"/>.
    /// </summary>
    internal static bool IsAfter(string revision, string current) =>
        Array.IndexOf(_known, revision) > Array.IndexOf(_known, current);
}
