using Cairn.Server.Security;

namespace Cairn.UnitTests.Security;

public sealed class OriginRulesTests
{
    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://127.0.0.1", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("http://mlflow.example:5000", true)] // a page of this server
    [InlineData("https://mlflow.example:5000", true)] // the same behind a proxy that ends TLS
    [InlineData("http://mlflow.example", false)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("http://10.1.2.3", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("file://", false)]
    [InlineData("", false)]
    public void Allows_WithDefaults_TakesThisMachineAndTheServersOwnPages(string origin, bool expected) =>
        new OriginRules(new()).Allows(origin, "mlflow.example:5000").ShouldBe(expected);

    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com", true)]
    [InlineData("https://app.example.com/", "https://APP.example.com:443", true)]
    [InlineData("https://app.example.com", "http://app.example.com", false)]
    [InlineData("https://app.example.com", "https://app.example.com:8443", false)]
    [InlineData("https://app.example.com", "https://app.example.com.evil.example", false)]
    [InlineData("*", "https://evil.example", true)]
    public void Allows_WithAnOrigin_TakesThatOne(string allowed, string origin, bool expected) =>
        new OriginRules(new() { CorsAllowedOrigins = [allowed] }).Allows(origin, "localhost").ShouldBe(expected);
}
