using System.Text.Json.Serialization;

namespace Cairn.Core.Validation;

/// <summary>Text as JSON, for messages.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
