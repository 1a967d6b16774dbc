using System.Text.RegularExpressions;
using Cairn.Core.Errors;

namespace Cairn.Core.Registry;

/// <summary>A rule for the sources of versions that a server may have: what they must match.</summary>
/// <param name="Pattern">Must be found in a source; null sets no rule.</param>
public sealed record ModelSourcePolicy(Regex? Pattern)
{
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when the source does not match.</exception>
    public void Demand(string source)
    {
        try
        {
            if (Pattern?.IsMatch(source) == false)
            {
                throw CairnException.Invalid($"Invalid model version source: '{source}'.");
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw CairnException.Invalid("The model version source takes too long to check.");
        }
    }
}
