using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using EventStyle = YamlDotNet.Core.ScalarStyle;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Writes a tree as YAML that versions 1.1 and 1.2 read alike.</summary>
public static partial class YamlText
{
    /// <param name="tree">Mappings, lists and values.</param>
    /// <param name="comments">What is written above a mapping or a list's item.</param>
    public static string Write(JsonNode tree, IReadOnlyDictionary<JsonNode, string>? comments = null)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, tree, comments);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    static void Write(Emitter emitter, JsonNode? node, IReadOnlyDictionary<JsonNode, string>? comments)
    {
        switch (node)
        {
            case JsonObject mapping:
                emitter.Emit(new MappingStart(
                    null, null, isImplicit: true, mapping.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in mapping)
                {
                    Comment(emitter, value, comments);
                    emitter.Emit(Scalar(key));
                    Write(emitter, value, comments);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(
                    null, null, isImplicit: true, list.All(item => item is JsonValue) ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Comment(emitter, item, comments);
                    Write(emitter, item, comments);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case null:
                emitter.Emit(new Scalar("null"));
                break;
            case var value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Scalar(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(new Scalar(node.ToJsonString()));
                break;
        }
    }

    static void Comment(Emitter emitter, JsonNode? node, IReadOnlyDictionary<JsonNode, string>? comments)
    {
        if (node is not null && comments?.GetValueOrDefault(node) is { } comment)
            emitter.Emit(new Comment(comment, isInline: false));
    }

    // Plain text that a reader may take for a number, a date, a bool or nothing is quoted.
    static Scalar Scalar(string text) => new(
        null, null, text, Plain().IsMatch(text) && !Word().IsMatch(text) ? EventStyle.Plain : EventStyle.DoubleQuoted,
        isPlainImplicit: true, isQuotedImplicit: true);

    [GeneratedRegex(@"^(\p{L}|[_/])\P{C}*$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(null|true|false|yes|no|on|off|y|n|nan|inf)$|^ | $", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
