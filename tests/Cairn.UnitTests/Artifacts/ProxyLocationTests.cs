using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Artifacts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Artifacts;

/// <summary>Locations that are an MLflow server's artifact proxy as http(s).</summary>
public sealed class ProxyLocationTests : IDisposable
{
    private const string Route = "/api/2.0/mlflow-artifacts/artifacts";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-proxy-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData("http://localhost:5000" + Route + "/h", "h")]
    [InlineData("http://127.0.0.1:5000" + Route, "")]
    [InlineData("http://127.0.0.1:5000/ajax-api/2.0/mlflow-artifacts/artifacts/h/a%20b", "h/a b")]
    [InlineData("https://mlflow.example.com" + Route + "/h", "h")]
    [InlineData("https://public.example/mlflow" + Route + "/h", "h")]
    public void Resolve_OwnProxy_IsBelowTheDestination(string uri, string path) =>
        Stores().Resolve(uri).Path.Value.ShouldBe(path);

    [Theory]
    [InlineData("http://other.example" + Route + "/h")]
    [InlineData("http://localhost:5001" + Route + "/h")]
    [InlineData("http://localhost:5000/prefix" + Route + "/h")]
    [InlineData("http://169.254.169.254" + Route + "/h")]
    [InlineData("http://localhost:5000@evil.example" + Route + "/h")]
    [InlineData("http://localhost:5000/api/2.0/mlflow-artifacts/artifactsx/h")]
    [InlineData("http://evil.example/abc/x")]
    public void Resolve_HostOfSomebodyElse_IsForbidden(string uri) =>
        Should.Throw<CairnException>(() => Stores().Resolve(uri)).Code.ShouldBe(ErrorCode.PermissionDenied);

    [Theory]
    [InlineData("http://localhost:5000" + Route + "/../x")]
    [InlineData("http://localhost:5000" + Route + "/%2e%2e/x")]
    public void Resolve_OwnProxyWithPathOutside_IsRefused(string uri) =>
        Should.Throw<CairnException>(() => Stores().Resolve(uri)).Code.ShouldBe(ErrorCode.InvalidParameterValue);

    private ArtifactStores Stores()
    {
        var options = new ArtifactOptions
        {
            Destination = _folder.FullName,
            DefaultRoot = "https://public.example/mlflow" + Route,
        };
        return new(
            ArtifactFactories.Create(options, TimeProvider.System, NullLogger.Instance),
            options,
            new OwnProxy(options, new(), new(), new() { AllowedHosts = ["mlflow.example.com", "*"] })
        );
    }
}
