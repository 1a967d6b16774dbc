using Cairn.Contracts.Errors;

namespace Cairn.UnitTests;

public sealed class ErrorCodeTests
{
    [Theory]
    [InlineData(ErrorCode.InvalidParameterValue, "INVALID_PARAMETER_VALUE", 400)]
    [InlineData(ErrorCode.ResourceDoesNotExist, "RESOURCE_DOES_NOT_EXIST", 404)]
    [InlineData(ErrorCode.TemporarilyUnavailable, "TEMPORARILY_UNAVAILABLE", 503)]
    public void Code_OnTheWire_HasItsNameAndStatus(ErrorCode code, string name, int status)
    {
        code.Name().ShouldBe(name);
        code.HttpStatus().ShouldBe(status);
    }

    [Fact]
    public void EveryCode_HasANameAndAStatus()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            code.Name().ShouldNotBeEmpty();
            code.HttpStatus().ShouldBeInRange(400, 599);
        }
    }
}
