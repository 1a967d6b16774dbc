using Cairn.Server.Hosting;
using Cairn.Server.Logging;
using Microsoft.Extensions.Logging;

namespace Cairn.UnitTests.Hosting;

public sealed class ServerConfigurationTests
{
    private static readonly Dictionary<
        string,
        (string Flag, string Variable, Func<ServerOptions, object?> Get)
    > _pairs = new()
    {
        ["--backend-store-uri"] = ("sqlite:///flag.db", "sqlite:///variable.db", o => o.Storage.BackendStoreUri),
        ["--default-artifact-root"] = ("/flag", "/variable", o => o.Artifacts.DefaultRoot),
        ["--artifacts-destination"] = ("/flag", "/variable", o => o.Artifacts.Destination),
        ["--serve-artifacts"] = ("false", "true", o => o.Artifacts.ServeArtifacts),
        ["--artifacts-only"] = ("true", "false", o => o.Artifacts.ArtifactsOnly),
        ["--host"] = ("0.0.0.0", "::1", o => o.Listen.Host),
        ["--port"] = ("1", "2", o => o.Listen.Port),
        ["--static-prefix"] = ("/flag", "/variable", o => o.Api.StaticPrefix),
        ["--allowed-hosts"] = ("flag.example", "variable.example", o => string.Join(",", o.Security.AllowedHosts)),
        ["--cors-allowed-origins"] = (
            "https://flag.example",
            "https://variable.example",
            o => string.Join(",", o.Security.CorsAllowedOrigins)
        ),
        ["--x-frame-options"] = ("DENY", "NONE", o => o.Security.XFrameOptions),
        ["--disable-security-middleware"] = ("true", "false", o => o.Security.DisableSecurityMiddleware),
        ["--log-format"] = ("json", "text", o => o.Logging.Format),
        ["--log-level"] = ("ERROR", "DEBUG", o => o.Logging.Level),
    };

    public static TheoryData<string> Pairs => [.. _pairs.Keys];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Read_FlagAndVariable_FlagWinsOverVariableOverDefault(string name)
    {
        var (flag, variable, get) = _pairs[name];
        var variableName = ServerSettings.All.Single(s => s.Flag == name).Variable!;
        var both = Read(new() { [name] = flag }, new() { [variableName] = variable });
        var flagOnly = Read(new() { [name] = flag }, []);
        var variableOnly = Read([], new() { [variableName] = variable });
        both.Errors.ShouldBeEmpty();
        get(both.Options).ShouldBe(get(flagOnly.Options));
        get(variableOnly.Options).ShouldNotBe(get(flagOnly.Options));
        get(Read([], new() { [variableName] = "" }).Options)
            .ShouldBe(get(new ServerOptions()), "an empty variable counts as unset");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "//collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "hunter2")]
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "InstrumentationKey=hunter2;IngestionEndpoint=https://a.example/"
    )]
    [InlineData(
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "InstrumentationKey=5ec4e700-0000-4000-8000-000000000001;IngestionEndpoint=hunter2"
    )]
    public void Read_BadTelemetry_NamesTheVariableAndNoSecret(string variable, string value)
    {
        var error = Read([], new() { [variable] = value }).Errors.ShouldHaveSingleItem();
        error.ShouldStartWith(variable + ": ");
        error.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("true", true)]
    public void Read_Telemetry_IsOnWhereItIsConfiguredAndNotDisabled(string disabled, bool isOff)
    {
        const string Connection =
            "InstrumentationKey=5ec4e700-0000-4000-8000-000000000001;IngestionEndpoint=https://a.example/";
        new ServerOptions().Telemetry.IsOn.ShouldBeFalse();
        foreach (
            var (variable, value) in new[]
            {
                ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"),
                ("APPLICATIONINSIGHTS_CONNECTION_STRING", Connection),
            }
        )
        {
            var options = Read([], new() { [variable] = value, ["OTEL_SDK_DISABLED"] = disabled }).Options;
            options.Telemetry.IsOn.ShouldBe(!isOff);
            options.ToString().ShouldNotContain("5ec4e700");
        }
    }

    [Fact]
    public void Read_AccessTierRules_AreTagValueAndTierInTheirOrder()
    {
        Read(new() { ["--azure-access-tier-rules"] = "retention=long:cool, keep=a:b=c:ARCHIVE" }, [])
            .Options.Artifacts.AccessTierRules.ShouldBe([
                new("retention", "long", "Cool"),
                new("keep", "a:b=c", "Archive"),
            ]);
        foreach (var wrong in new[] { "cool", "a=b", "=b:cool", "a=b:warm" })
        {
            Read(new() { ["--azure-access-tier-rules"] = wrong }, [])
                .Errors.ShouldHaveSingleItem()
                .ShouldContain("--azure-access-tier-rules");
        }
    }

    [Fact]
    public void Read_Nothing_TakesMlflowsDefaults()
    {
        var (options, errors, ignored) = Read([], []);
        errors.ShouldBeEmpty();
        ignored.ShouldBeEmpty();
        options.ShouldSatisfyAllConditions(
            o => o.Storage.BackendStoreUri.ShouldBe("sqlite:///mlflow.db"),
            o => o.Artifacts.Destination.ShouldBe("./mlartifacts"),
            o => o.Artifacts.Root.ShouldBe("mlflow-artifacts:/"),
            o => o.Listen.Host.ShouldBe("127.0.0.1"),
            o => o.Listen.Port.ShouldBe(5000),
            o => o.Security.XFrameOptions.ShouldBe("SAMEORIGIN"),
            o => o.Logging.Format.ShouldBe(LogFormat.Text),
            o => o.Logging.Level.ShouldBe(LogLevel.Information)
        );
    }

    [Theory]
    // The guide's variable names the destination when artifacts are served, else the root, and gives way to MLflow's
    // own.
    [InlineData("", "", "", "./mlartifacts", "mlflow-artifacts:/")]
    [InlineData("MLFLOW_ARTIFACT_ROOT=wasbs://c@a/x", "", "", "wasbs://c@a/x", "mlflow-artifacts:/")]
    [InlineData(
        "MLFLOW_ARTIFACT_ROOT=wasbs://c@a/x",
        "MLFLOW_ARTIFACTS_DESTINATION=/d",
        "",
        "/d",
        "mlflow-artifacts:/"
    )]
    [InlineData(
        "MLFLOW_ARTIFACT_ROOT=wasbs://c@a/x",
        "MLFLOW_SERVE_ARTIFACTS=false",
        "",
        "./mlartifacts",
        "wasbs://c@a/x"
    )]
    [InlineData(
        "MLFLOW_ARTIFACT_ROOT=wasbs://c@a/x",
        "MLFLOW_SERVE_ARTIFACTS=false",
        "MLFLOW_DEFAULT_ARTIFACT_ROOT=/r",
        "./mlartifacts",
        "/r"
    )]
    [InlineData("MLFLOW_SERVE_ARTIFACTS=0", "", "", "./mlartifacts", "{cwd}/mlruns")]
    public void Read_ArtifactVariables_DecideDestinationAndRoot(
        string first,
        string second,
        string third,
        string destination,
        string root
    )
    {
        var variables = ((string[])[first, second, third])
            .Where(v => v.Length > 0)
            .Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1]);
        var options = Read([], variables).Options;
        options.Artifacts.Destination.ShouldBe(destination);
        options.Artifacts.Root.ShouldBe(root.Replace("{cwd}", Environment.CurrentDirectory));
    }

    [Fact]
    public void Read_ArtifactRootVariableAndDestinationFlag_TakesTheFlag() =>
        Read(new() { ["--artifacts-destination"] = "/flag" }, new() { ["MLFLOW_ARTIFACT_ROOT"] = "/guide" })
            .Options.Artifacts.Destination.ShouldBe("/flag");

    [Fact]
    public void Read_ManyMistakes_TellsThemAllByTheNameToChange()
    {
        var errors = Read(
            new()
            {
                ["--port"] = "70000",
                ["--static-prefix"] = "mlf",
                ["--artifacts-only"] = "true",
                ["--x-frame-options"] = "maybe",
                ["--artifacts-destination"] = "ftp://h/x",
            },
            new()
            {
                ["MLFLOW_BACKEND_STORE_URI"] = "mysql://u:secret@h/d",
                ["MLFLOW_SERVE_ARTIFACTS"] = "perhaps",
                ["MLFLOW_SERVER_ALLOWED_HOSTS"] = "good.example,not a host",
                ["MLFLOW_LOGGING_LEVEL"] = "loud",
            }
        ).Errors;
        string[] names =
        [
            "--port",
            "--static-prefix",
            "--x-frame-options",
            "--artifacts-destination",
            "MLFLOW_BACKEND_STORE_URI",
            "MLFLOW_SERVE_ARTIFACTS",
            "MLFLOW_SERVER_ALLOWED_HOSTS",
            "MLFLOW_LOGGING_LEVEL",
        ];
        errors.Select(e => e.Split(':')[0]).Order().ShouldBe(names.Order());
        string.Join('\n', errors).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("--backend-store-uri", "./mlruns", "given as a URI")]
    [InlineData("--backend-store-uri", "sqlite://mlflow.db", "three slashes")]
    [InlineData("--backend-store-uri", "sqlite:///:memory:", "in memory would lose")]
    [InlineData("--backend-store-uri", "sqlite:///", "in memory would lose")]
    [InlineData("--backend-store-uri", "postgresql:x", "given as a URI")]
    [InlineData("--backend-store-uri", "mssql+pyodbc://h/d", "'mssql' is neither")]
    [InlineData("--artifacts-destination", "mlflow-artifacts:/x", "to itself")]
    [InlineData("--artifacts-destination", "ftp://h/x", "The scheme 'ftp'")]
    [InlineData("--artifacts-destination", "file://elsewhere/x", "must be on this machine")]
    [InlineData(
        "--artifacts-destination",
        "wasbs://c@acc.blob.core.windows.net",
        "its container 'c' is no container name"
    )]
    [InlineData(
        "--artifacts-destination",
        "abfss://artifacts@acc.dfs.core.windows.net/x?hunter2",
        "is no shared access signature"
    )]
    [InlineData("--artifacts-destination", "s3://bucket/x", "Cairn cannot store artifacts at 's3://bucket/x'")]
    [InlineData("--artifacts-destination", "gs://bucket/x", "Cairn cannot store artifacts at 'gs://bucket/x'")]
    [InlineData("--artifacts-destination", "https://u:hunter2@acc.blob.core.windows.net/con", "user name or password")]
    [InlineData("--default-artifact-root", "hdfs://h/x", "The scheme 'hdfs'")]
    [InlineData("--host", "not a host", "neither an IP address nor a host name")]
    [InlineData("--port", "-1", "from 0 to 65535")]
    [InlineData("--port", "5000.0", "not a whole number")]
    [InlineData("--static-prefix", "/a/../b", "must start with a slash")]
    [InlineData("--static-prefix", "/a b", "must start with a slash")]
    [InlineData("--cors-allowed-origins", "app.example.com", "is not an origin")]
    [InlineData("--allowed-hosts", "ex*mple.com", "is not a host")]
    [InlineData("--app-name", "basic-auth", "is not served")]
    [InlineData("--enable-workspaces", "true", "workspaces are not served")]
    public void Read_OneMistake_SaysWhatIsWrong(string flag, string text, string expected) =>
        Read(new() { [flag] = text }, [])
            .Errors.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                e => e.ShouldStartWith(flag + ": "),
                e => e.ShouldContain(expected),
                e => e.ShouldNotContain("hunter2")
            );

    [Theory]
    [InlineData("postgresql://u:p@h:5432/d?sslmode=require")]
    [InlineData("postgresql+psycopg2://u:p@h/d")]
    [InlineData("postgres://h/d")]
    [InlineData("sqlite:////abs.db")]
    [InlineData("sqlite:///rel.db?timeout=3")]
    public void Read_DatabaseUri_IsAccepted(string uri) =>
        Read(new() { ["--backend-store-uri"] = uri }, []).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("--default-artifact-root", "s3://bucket/x")]
    [InlineData("--default-artifact-root", "http://mlflow.example:5000/api/2.0/mlflow-artifacts/artifacts")]
    [InlineData("--artifacts-destination", "https://acc.blob.core.windows.net/con/x")]
    public void Read_ArtifactLocation_IsAccepted(string flag, string location) =>
        Read(new() { [flag] = location }, []).Errors.ShouldBeEmpty();

    [Fact]
    public void Read_MisspeltAzureHost_NamesBothAddresses()
    {
        var error = Read(
            new() { ["--artifacts-destination"] = "wasbs://con@acct.blob.core.window.net/x" },
            new() { ["AZURE_STORAGE_CONNECTION_STRING"] = "AccountName=aaa;AccountKey=a2V5" }
        )
            .Errors.ShouldHaveSingleItem();
        error.ShouldStartWith("--artifacts-destination: ");
        error.ShouldContain("acct.blob.core.window.net");
        error.ShouldContain("aaa.blob.core.windows.net");
    }

    /// <summary>Every setting with every malformed secret: more than 1,000 combinations.</summary>
    [Fact]
    public void Read_MalformedSecretInAnySetting_IsNotRepeated()
    {
        string[] forms =
        [
            "https://u:hunter2@acc.blob.core.windows.net/c",
            "https://u:hunter2@acc.blob.core.windows.net:99999/c",
            "http://u:hunter2@/",
            "http://:hunter2@h/c",
            "wasbs://u:hunter2@acc.blob.core.windows.net/x",
            "abfss://con@u:hunter2@acc/x",
            "wasbs://con@acc.blob.core.windows.net/x?hunter2",
            "wasbs://con@acc.blob.core.windows.net/x?sv=1&si=hunter2",
            "https://acc.blob.core.windows.net/c?se=1&sg=hunter2",
            "ftp://u:hunter2@h/x",
            "s3://u:hunter2@bucket/x",
            "postgresql://u:hunter2@h:port/d",
            "postgresql://u:hunter2/d",
            "postgresql://u:hunter2@h:1,2:3/d?port=1,2,3",
            "postgresql+nodriver://u:hunter2@h/d",
            "postgresql:/u:hunter2@h/d",
            "mysql://u:hunter2@h/d",
            "mssql+pyodbc://u:hunter2@h/d?driver=hunter2",
            "sqlite://u:hunter2@h",
            "//u:hunter2@h",
            "AccountName=a;AccountKey=hunter2",
            "AccountKey=hunter2",
            "InstrumentationKey=hunter2",
        ];
        foreach (var setting in ServerSettings.All.Where(s => s.ValueName is not null))
        {
            foreach (var form in forms)
            {
                var errors = setting.Flag is { } flag
                    ? Read(new() { [flag] = form }, []).Errors
                    : Read([], new() { [setting.Variable!] = form }).Errors;
                string.Join('\n', errors).ShouldNotContain("hunter2", Case.Insensitive, $"{setting.Name}={form}");
            }
        }
    }

    [Fact]
    public void Read_ArtifactsOnlyWithoutArtifacts_IsAContradiction() =>
        Read(new() { ["--artifacts-only"] = "true", ["--serve-artifacts"] = "false" }, [])
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(
                "--artifacts-only: it serves artifacts and nothing else, but --no-serve-artifacts switches them off."
            );

    [Fact]
    public void Read_PythonOnlySettings_AreIgnoredAndNamed() =>
        Read(
                new()
                {
                    ["--workers"] = "4",
                    ["--dev"] = "true",
                    ["--gunicorn-opts"] = "--timeout 60",
                },
                new() { ["MLFLOW_WORKERS"] = "x" }
            )
            .ShouldSatisfyAllConditions(
                c => c.Errors.ShouldBeEmpty(),
                c => c.Ignored.ShouldBe(["--workers", "--gunicorn-opts", "--dev"])
            );

    [Fact]
    public void Settings_AllTogether_HaveNamesOfTheirOwn()
    {
        var names = ServerSettings
            .All.SelectMany(s => ((string?[])[s.Flag, s.NegativeFlag, s.Variable, .. s.Aliases]).OfType<string>())
            .ToList();
        names.Distinct().Count().ShouldBe(names.Count);
        ServerSettings.All.ShouldAllBe(s => s.Help.EndsWith('.'));
    }

    private static ServerConfiguration Read(Dictionary<string, string> flags, Dictionary<string, string> variables) =>
        ServerConfiguration.Read(flags, variables.GetValueOrDefault);
}
