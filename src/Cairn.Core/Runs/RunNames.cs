using System.Globalization;
using System.Security.Cryptography;

namespace Cairn.Core.Runs;

/// <summary>Names for runs that were given none: an adjective, an animal or plant, a number.</summary>
public static class RunNames
{
    private static readonly string[] _adjectives =
    [
        "able", "agile", "amber", "ample", "bold", "brave", "brisk", "calm", "candid", "clever", "crisp", "deft", "eager", "early", "fair",
        "fleet", "fresh", "gentle", "glad", "grand", "hardy", "honest", "jolly", "keen", "kind", "lively", "loyal", "lucid", "mellow",
        "merry", "mild", "neat", "nimble", "noble", "patient", "plucky", "polite", "prime", "proud", "quick", "quiet", "rapid", "ready",
        "serene", "sharp", "silent", "smart", "solid", "spry", "steady", "stout", "sturdy", "sunny", "swift", "tidy", "trusty", "upbeat",
        "vivid", "warm", "wise", "witty", "zesty",
    ];

    private static readonly string[] _nouns =
    [
        "alder", "aspen", "badger", "beaver", "beech", "birch", "bison", "cedar", "condor", "crane", "curlew", "cypress", "dipper", "eagle",
        "elm", "ermine", "falcon", "fern", "finch", "fox", "gannet", "gecko", "hare", "hawk", "hazel", "heron", "ibex", "ibis", "jay",
        "juniper", "kestrel", "larch", "lark", "linden", "lynx", "maple", "marten", "merlin", "moose", "moss", "newt", "oak", "osprey",
        "otter", "owl", "petrel", "pine", "plover", "puffin", "raven", "robin", "rowan", "salmon", "sedge", "stoat", "swan", "thistle",
        "trout", "vole", "willow", "wren", "yew",
    ];

    /// <summary>A fresh name, such as <c>swift-otter-417</c>. Names need not be unique.</summary>
    public static string New() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pick(_adjectives)}-{Pick(_nouns)}-{RandomNumberGenerator.GetInt32(1000)}");

    private static string Pick(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
