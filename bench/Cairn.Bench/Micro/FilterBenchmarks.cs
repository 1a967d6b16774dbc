using BenchmarkDotNet.Attributes;
using Cairn.Bench.Load;
using Cairn.Core.Search;

namespace Cairn.Bench.Micro;

/// <summary>Parsing a filter as clients send it.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks
{
    private readonly string _filter = Scenario.Filter;

    /// <summary>Three comparisons.</summary>
    [Benchmark]
    public object Parse() => FilterParser.Parse(_filter, RunFilterRules.Instance);
}
