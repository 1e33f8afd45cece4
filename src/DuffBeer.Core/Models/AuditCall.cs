using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>An audit named in a model's header: built in with arguments, or the name of a file.</summary>
public sealed record AuditCall(string Name, IReadOnlyList<string> Arguments, int Line)
{
    public static IReadOnlyList<AuditCall> Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["audits"] is not { } entry)
            return [];

        var calls = new List<AuditCall>();
        foreach (var item in HeaderList.Items(entry.Value))
        {
            var (name, arguments) = HeaderList.Call(item);
            if (SqlName.IsValid(name))
                calls.Add(new(name, arguments, entry.Line));
            else
                errors.Add(new(header.File, entry.Line, 1, $"'{item}' is not an audit: expected name or name(argument, …)"));
        }

        return calls;
    }

    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments)})";
}
