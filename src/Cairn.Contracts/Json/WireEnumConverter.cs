using System.Text.Json;
using System.Text.Json.Serialization;
using Cairn.Contracts.LoggedModels;
using Cairn.Contracts.Runs;
using Cairn.Contracts.Webhooks;

namespace Cairn.Contracts.Json;

/// <summary>Protobuf enums: names or numbers in, names out.</summary>
/// <typeparam name="T">The enum; its values are the protobuf numbers.</typeparam>
public abstract class WireEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <summary>The value's name on the wire.</summary>
    protected abstract string NameOf(T value);

    /// <summary>What an unknown number stands for.</summary>
    protected abstract T UnknownNumber { get; }

    /// <summary>What an unknown name stands for; null refuses it.</summary>
    protected virtual T? UnknownName => null;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number))
        {
            foreach (var candidate in Enum.GetValues<T>())
            {
                if (Convert.ToInt32(candidate, null) == number)
                {
                    return candidate;
                }
            }

            return UnknownNumber;
        }

        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (NameOf(candidate) == name)
            {
                return candidate;
            }
        }

        return UnknownName ?? throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));
}

/// <summary><see cref="ViewType"/> on the wire.</summary>
public sealed class ViewTypeConverter : WireEnumConverter<ViewType>
{
    /// <inheritdoc/>
    protected override ViewType UnknownNumber => ViewType.ActiveOnly;

    /// <inheritdoc/>
    protected override string NameOf(ViewType value) =>
        value switch
        {
            ViewType.DeletedOnly => "DELETED_ONLY",
            ViewType.All => "ALL",
            _ => "ACTIVE_ONLY",
        };
}

/// <summary><see cref="RunStatus"/> on the wire; as in MLflow, an unknown status leaves the run's as it was.</summary>
public sealed class RunStatusConverter : WireEnumConverter<RunStatus>
{
    /// <inheritdoc/>
    protected override RunStatus UnknownNumber => RunStatus.Unspecified;

    /// <inheritdoc/>
    protected override RunStatus? UnknownName => RunStatus.Unspecified;

    /// <inheritdoc/>
    protected override string NameOf(RunStatus value) => value == RunStatus.Unspecified ? "" : value.Name();
}

/// <summary><see cref="LoggedModelStatus"/> on the wire.</summary>
public sealed class LoggedModelStatusConverter : WireEnumConverter<LoggedModelStatus>
{
    /// <inheritdoc/>
    protected override LoggedModelStatus UnknownNumber => LoggedModelStatus.Unspecified;

    /// <inheritdoc/>
    protected override string NameOf(LoggedModelStatus value) => value.Name();
}

/// <summary><see cref="WebhookEntity"/> on the wire.</summary>
public sealed class WebhookEntityConverter : WireEnumConverter<WebhookEntity>
{
    /// <inheritdoc/>
    protected override WebhookEntity UnknownNumber => WebhookEntity.Unspecified;

    /// <inheritdoc/>
    protected override string NameOf(WebhookEntity value) => value.Name();
}

/// <summary><see cref="WebhookAction"/> on the wire.</summary>
public sealed class WebhookActionConverter : WireEnumConverter<WebhookAction>
{
    /// <inheritdoc/>
    protected override WebhookAction UnknownNumber => WebhookAction.Unspecified;

    /// <inheritdoc/>
    protected override string NameOf(WebhookAction value) => value.Name();
}

/// <summary><see cref="WebhookStatus"/> on the wire.</summary>
public sealed class WebhookStatusConverter : WireEnumConverter<WebhookStatus>
{
    /// <inheritdoc/>
    protected override WebhookStatus UnknownNumber => WebhookStatus.Unspecified;

    /// <inheritdoc/>
    protected override string NameOf(WebhookStatus value) => value.Name();
}
