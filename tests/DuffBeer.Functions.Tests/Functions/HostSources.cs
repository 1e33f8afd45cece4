using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>The sources of the host, compiled against the declared surface of its packages and the real assemblies of ours.</summary>
sealed class HostSources
{
    const string Implicit = "ImplicitUsings.cs";
    const string UnneededUsing = "CS8019";

    // What the SDK makes of ImplicitUsings.
    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    // CS1591, CS1573: as in Directory.Build.props.
    static readonly CSharpCompilationOptions s_options = new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress), new("CS1573", ReportDiagnostic.Suppress)]);

    static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != typeof(HostSources).Assembly.GetName().Name)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    readonly Dictionary<string, string> _files;

    HostSources(Dictionary<string, string> files) => _files = files;

    /// <summary>As they lie in the repository.</summary>
    public static HostSources Read()
    {
        var root = typeof(HostSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Host").Value!;
        return new(Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any())
            .ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText));
    }

    /// <summary>The same with one piece of text replaced, which must be there.</summary>
    public HostSources With(string file, string text, string replacement)
    {
        Assert.Contains(text, _files[file], StringComparison.Ordinal);
        return new(new(_files) { [file] = _files[file].Replace(text, replacement, StringComparison.Ordinal) });
    }

    /// <summary>What the compiler says: warnings too, for in the host's own build they are errors, as are usings that nothing needs.</summary>
    public IReadOnlyList<string> Mistakes() =>
    [
        .. Compile().GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || (diagnostic.Id == UnneededUsing && diagnostic.Location.SourceTree?.FilePath != Implicit))
            .Select(diagnostic => diagnostic.ToString()),
    ];

    public Assembly Load()
    {
        using var binary = new MemoryStream();
        var emitted = Compile().Emit(binary);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        binary.Position = 0;
        return new AssemblyLoadContext("host", isCollectible: true).LoadFromStream(binary);
    }

    CSharpCompilation Compile() => CSharpCompilation.Create(
        "DuffBeer.Functions",
        _files.Append(new(Implicit, ImplicitUsings)).Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Value), s_parse, file.Key)),
        s_references.Value,
        s_options);
}
