using System.Text;
using Cairn.Core.Errors;
using Cairn.Core.Metrics;

namespace Cairn.UnitTests.Metrics;

public sealed class MetricPageTokenTests
{
    [Fact]
    public void Parse_WhatWasWritten_ComesBack() =>
        MetricPageToken.Parse(new MetricPageToken(1, 2, 0.5, true).Text).ShouldBe(new MetricPageToken(1, 2, 0.5, true));

    [Theory]
    [InlineData("[1,2,\"NaN\",0]")]
    [InlineData("[1,2]")]
    public void Parse_ATokenThatNoPageHas_IsRefused(string token) =>
        Should.Throw<CairnException>(() =>
            MetricPageToken.Parse(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)))
        );
}
