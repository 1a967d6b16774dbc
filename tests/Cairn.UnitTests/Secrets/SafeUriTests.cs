using Cairn.Core.Secrets;

namespace Cairn.UnitTests.Secrets;

public sealed class SafeUriTests
{
    [Theory]
    [InlineData("sqlite:///mlflow.db", "sqlite:///mlflow.db")]
    [InlineData("postgresql://u:p%40w@h:5432/d", "postgresql://u:***@h:5432/d")]
    [InlineData("postgresql://u:p@w:x/y@h/d?sslmode=require", "postgresql://u:***@h/d?sslmode=require")]
    [InlineData("postgresql://h/d?password=secret&sslmode=require", "postgresql://h/d?password=***&sslmode=require")]
    [InlineData("wasbs://c@a.blob.core.windows.net/x", "wasbs://c@a.blob.core.windows.net/x")]
    [InlineData(
        "https://a.blob.core.windows.net/c?sv=2024&sig=secret",
        "https://a.blob.core.windows.net/c?sv=***&sig=***"
    )]
    [InlineData("./mlartifacts", "./mlartifacts")]
    public void Mask_AnyUri_ShowsNoSecret(string uri, string expected) => SafeUri.Mask(uri).ShouldBe(expected);
}
