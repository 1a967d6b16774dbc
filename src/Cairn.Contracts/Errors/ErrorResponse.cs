using System.Text.Json.Serialization;

namespace Cairn.Contracts.Errors;

/// <summary>The body of every error answer.</summary>
/// <param name="Code">The error code's wire name, such as <c>INVALID_PARAMETER_VALUE</c>.</param>
/// <param name="Message">What is wrong, in words for the caller.</param>
public sealed record ErrorResponse([property: JsonPropertyName("error_code")] string Code, string Message);
