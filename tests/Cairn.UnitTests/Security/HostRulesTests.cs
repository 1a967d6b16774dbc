using Cairn.Server.Security;

namespace Cairn.UnitTests.Security;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5000", true)]
    [InlineData("127.0.0.1:9999", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.9.9", true)]
    [InlineData("172.31.255.255:80", true)]
    [InlineData("192.168.0.7:5000", true)]
    [InlineData("[fd00::1]", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("10.evil.example", false)]
    [InlineData("192.168.0.7.evil.example", false)]
    [InlineData("127.0.0.1.nip.io", false)]
    [InlineData("10", false)]
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("127.1", false)]
    [InlineData("[::1", false)]
    [InlineData("localhost:port", false)]
    [InlineData("", false)]
    public void Accepts_WithDefaults_TakesThisMachineAndPrivateAddresses(string host, bool expected) =>
        new HostRules(new(), "127.0.0.1").Accepts(host).ShouldBe(expected);

    [Theory]
    [InlineData("mlflow.example.com", "mlflow.example.com", true)]
    [InlineData("mlflow.example.com", "MLFLOW.example.com:8443", true)]
    [InlineData("mlflow.example.com", "x.mlflow.example.com", false)]
    [InlineData("mlflow.example.com", "localhost", false)]
    [InlineData("mlflow.example.com:5000", "mlflow.example.com:5000", true)]
    [InlineData("mlflow.example.com:5000", "mlflow.example.com", false)]
    [InlineData("mlflow.example.com:*", "mlflow.example.com:1", true)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "evilexample.com", false)]
    [InlineData("192.168.*", "192.168.1.2:80", true)]
    [InlineData("192.168.*", "192.168.evil.example", false)]
    [InlineData("192.168.*", "192.169.1.2", false)]
    [InlineData("10.0.0.0/8", "10.255.1.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("[::1]", "[::1]:9", true)]
    [InlineData("*", "anything.example", true)]
    public void Accepts_WithAPattern_TakesWhatItMeans(string pattern, string host, bool expected) =>
        new HostRules(new() { AllowedHosts = [pattern] }, "127.0.0.1").Accepts(host).ShouldBe(expected);

    [Fact]
    public void Accepts_ForTheAddressThatIsListenedOn_IsTrue()
    {
        new HostRules(new(), "203.0.113.5").Accepts("203.0.113.5:5000").ShouldBeTrue();
        new HostRules(new(), "mlflow.example.com").Accepts("mlflow.example.com").ShouldBeTrue();
        new HostRules(new(), "0.0.0.0").Accepts("0.0.0.0").ShouldBeFalse();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("exa*mple.com")]
    [InlineData("*.*.example.com")]
    [InlineData("300.*")]
    [InlineData("1.2.3.4.*")]
    [InlineData("10.0.0.0/99")]
    [InlineData("host:x")]
    [InlineData("https://example.com")]
    [InlineData("")]
    public void TryParse_WhatIsNoPattern_IsNull(string pattern) => HostPattern.TryParse(pattern).ShouldBeNull();
}
