using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Sql;

/// <summary>
/// The file <c>definitions.lock</c> of a user's folder: what each overridden definition was when its override was accepted.
/// </summary>
/// <remarks>A line is <c>hash file name</c>. It belongs under version control, beside the definitions.</remarks>
public static class OverrideLock
{
    const string Name = "definitions.lock";

    /// <summary>The overridden definitions that have changed since, or were never accepted.</summary>
    public static (IReadOnlyList<DefinitionError> Changed, IReadOnlyList<OverriddenDefinition> New) Check(DefinitionFolder folder)
    {
        var accepted = folder.Added.Distinct().ToDictionary(root => root, Read);
        var (changed, fresh) = (new List<DefinitionError>(), new List<OverriddenDefinition>());
        foreach (var overridden in folder.Overridden())
        {
            if (!accepted[overridden.By.Folder].TryGetValue(KeyOf(overridden), out var hash))
                fresh.Add(overridden);
            else if (hash != overridden.Hash)
                changed.Add(
                    new(
                        overridden.By.File,
                        1,
                        1,
                        $"{overridden}, which has changed since. Compare the two, then accept with 'duffbeer check --accept'"));
        }

        return (changed, fresh);
    }

    /// <summary>Remembers the overridden definitions as they are now. Returns their number.</summary>
    public static int Accept(DefinitionFolder folder)
    {
        var all = folder.Overridden();
        foreach (var root in folder.Added.Distinct())
        {
            var lines = all.Where(found => found.By.Folder == root)
                .Select(found => $"{found.Hash} {KeyOf(found)}")
                .Order(StringComparer.Ordinal)
                .ToList();
            var path = Path.Combine(root, Name);
            if (lines.Count > 0)
                File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
            else if (File.Exists(path))
                File.Delete(path);
        }

        return all.Count;
    }

    static string KeyOf(OverriddenDefinition overridden) => $"{overridden.By.Relative} {overridden.By.Name}";

    static Dictionary<string, string> Read(string root)
    {
        var path = Path.Combine(root, Name);
        var lines = File.Exists(path) ? File.ReadAllLines(path).Select(line => line.Split(' ', 2)) : [];
        return lines.Where(parts => parts.Length == 2).DistinctBy(parts => parts[1]).ToDictionary(parts => parts[1], parts => parts[0]);
    }
}
