using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using DuffBeer.Aws;
using DuffBeer.Aws.Json;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>The operations of AWS that the code calls, read from the compiled adapters.</summary>
static partial class AdapterCalls
{
    /// <summary>Such as <c>S3.PutObject</c> and <c>Glue.GetTable</c>.</summary>
    public static IReadOnlySet<string> All { get; } =
        new SortedSet<string>(OfSdkClients().Concat(OfJsonClients()), StringComparer.Ordinal);

    /// <summary>Calls to clients of the SDK, such as <c>IAmazonS3</c>: methods named <c>…Async</c>.</summary>
    static List<string> OfSdkClients()
    {
        using var file = new PEReader(File.OpenRead(typeof(AwsClients).Assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference && member.GetKind() == MemberReferenceKind.Method
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               where metadata.GetString(type.Namespace).StartsWith("Amazon.", StringComparison.Ordinal)
               let client = Client().Match(metadata.GetString(type.Name))
               let method = metadata.GetString(member.Name)
               where client.Success && method.EndsWith("Async", StringComparison.Ordinal)
               select $"{client.Groups["service"].Value}.{method[..^"Async".Length]}"
        ];
    }

    /// <summary>Operations of our own clients, which are named as in the SDK.</summary>
    static IEnumerable<string> OfJsonClients() =>
        from type in typeof(JsonServiceClient).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(JsonServiceClient))
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith("Async", StringComparison.Ordinal)
        select $"{type.Name[..^"Client".Length]}.{method.Name[..^"Async".Length]}";

    // AmazonServiceClient is the base of every client.
    [GeneratedRegex("^I?Amazon(?!ServiceClient$)(?<service>[A-Za-z0-9]+?)(Client)?$")]
    private static partial Regex Client();
}
