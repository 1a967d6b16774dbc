using System.Globalization;
using Cairn.Core.Errors;

namespace Cairn.Core.Experiments;

/// <summary>Experiment ids: decimal numbers, sent as text.</summary>
public static class ExperimentIds
{
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it is no number.</exception>
    public static long Parse(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw CairnException.Invalid($"Invalid experiment ID '{text}'. Experiment ID must be a valid integer.");

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException Missing(long id) =>
        CairnException.Missing(string.Create(CultureInfo.InvariantCulture, $"No Experiment with id={id} exists"));

    /// <summary>400 in MLflow's words.</summary>
    public static CairnException NotActive(long id) =>
        CairnException.Invalid(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The experiment {id} must be in the 'active' state. Current state is deleted."
            )
        );

    /// <summary>The id as text.</summary>
    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
