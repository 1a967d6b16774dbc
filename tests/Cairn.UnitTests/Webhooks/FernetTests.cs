using Cairn.Core.Webhooks;

namespace Cairn.UnitTests.Webhooks;

public sealed class FernetTests
{
    // The vector of https://github.com/fernet/spec/blob/master/generate.json
    private const string SpecKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private const string SpecToken =
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private static readonly DateTimeOffset _specTime = DateTimeOffset.Parse("1985-10-26T01:20:00-07:00", null);

    [Fact]
    public void Encrypt_TheVectorOfTheSpecification_GivesItsToken() =>
        new Fernet(SpecKey)
            .Encrypt("hello", _specTime, [.. Enumerable.Range(0, 16).Select(i => (byte)i)])
            .ShouldBe(SpecToken);

    [Fact]
    public void Decrypt_TheVectorOfTheSpecification_GivesItsText() =>
        new Fernet(SpecKey).Decrypt(SpecToken).ShouldBe("hello");

    // https://github.com/fernet/spec/blob/master/invalid.json: a wrong MAC, cut, not base64, a cut vector, wrong
    // padding.
    [Theory]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==")]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==")]
    [InlineData("%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==")]
    [InlineData("")]
    public void Decrypt_AForgedOrCutToken_GivesNothing(string token) =>
        new Fernet(SpecKey).Decrypt(token).ShouldBeNull();

    [Fact]
    public void Decrypt_ATokenOfAnotherKey_GivesNothing() =>
        new Fernet("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").Decrypt(SpecToken).ShouldBeNull();

    // What a database of MLflow 3.11 holds is of this form; its key was made at random and is not known.
    [Fact]
    public void Decrypt_WhatMlflowWroteUnderAnUnknownKey_GivesNothing() =>
        new Fernet(SpecKey)
            .Decrypt(
                "gAAAAABrA6h4-W9bVmmAsVKrp5Xp0NW84f2tIHMXH8QdGqKJtd_vpF9WOJWJ-X55QGESU60CNarIm-33uaS-8Qigbbb_RHFt0Q=="
            )
            .ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("s3cret")]
    [InlineData("geheim ß 密 🔑")]
    public void Decrypt_WhatWasEncrypted_GivesItBack(string secret)
    {
        var fernet = new Fernet(SpecKey);
        fernet.Decrypt(fernet.Encrypt(secret, _specTime)).ShouldBe(secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("not base64 at all, in any alphabet!")]
    public void New_WithWhatIsNoKey_IsRefused(string key) => Should.Throw<FormatException>(() => new Fernet(key));
}
