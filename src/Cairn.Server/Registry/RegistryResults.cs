using Cairn.Core.Errors;

namespace Cairn.Server.Registry;

/// <summary>The size of a page, as the registry's searches accept it.</summary>
internal static class RegistryResults
{
    public static int AtMost(long? asked, int otherwise, int most) =>
        asked switch
        {
            null => otherwise,
            { } n when n > most => throw CairnException.Invalid(
                $"Invalid value \"{n}\" for parameter 'max_results' supplied:  Hint: Value was of type 'str'. "
                    + "See the API docs for more information about request parameters."
            ),
            { } n => (int)Math.Max(n, int.MinValue),
        };
}
