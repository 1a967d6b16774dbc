using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Validation;

namespace Cairn.Core.Runs;

/// <summary>Checks what a client attaches to a run.</summary>
public static class RunInputRules
{
    private const int MostDatasets = 1000;

    /// <summary>Datasets within their limits.</summary>
    public static IReadOnlyList<DatasetInput> Datasets(List<DatasetInput>? datasets)
    {
        if (datasets is null)
        {
            return [];
        }

        if (datasets.Count > MostDatasets)
        {
            throw CairnException.Invalid(
                $"A request can contain at most {MostDatasets} datasets. Got {datasets.Count} datasets."
            );
        }

        for (var i = 0; i < datasets.Count; i++)
        {
            Check(
                datasets[i]
                    ?? throw CairnException.Invalid($"Invalid value null for parameter 'datasets[{i}]' supplied."),
                i
            );
        }

        return datasets;
    }

    /// <summary>Consumed models, each with an id.</summary>
    public static IReadOnlyList<ModelInput> Models(List<ModelInput>? models) => WithIds(models, m => m?.ModelId);

    /// <summary>Produced models, each with an id.</summary>
    public static IReadOnlyList<ModelOutput> Models(List<ModelOutput>? models) => WithIds(models, m => m?.ModelId);

    private static List<T> WithIds<T>(List<T>? models, Func<T?, string?> id)
    {
        var without = models?.FindIndex(m => string.IsNullOrEmpty(id(m))) ?? -1;
        return without < 0
            ? models ?? []
            : throw CairnException.Invalid(
                $"Missing value for required parameter 'models[{without}].model_id'. See the API docs for more information about request parameters."
            );
    }

    private static void Check(DatasetInput input, int index)
    {
        if (input.Dataset is not { } dataset)
        {
            throw CairnException.Invalid(
                $"Missing value for required parameter 'datasets[{index}].dataset'. See the API docs for more information about request parameters."
            );
        }

        Lengths.Demand("name", dataset.Name, 500);
        Lengths.Demand("digest", dataset.Digest, 36);
        Lengths.Demand("source_type", dataset.SourceType, 36);
        Lengths.Demand("source", dataset.Source, 65_535);
        Lengths.Demand("schema", dataset.Schema, 1_048_575);
        Lengths.Demand("profile", dataset.Profile, 16_777_215);
        foreach (var tag in input.Tags ?? [])
        {
            Lengths.Demand("key", tag?.Key, 255);
            Lengths.Demand("value", tag?.Value, 500);
        }
    }
}
