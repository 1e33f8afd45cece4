namespace DuffBeer.Local.Workspaces;

/// <summary>The folders of definitions that a user chose.</summary>
/// <param name="Folders">Absolute paths; a later folder overrides an earlier one.</param>
/// <param name="Only">The shipped definitions are left out.</param>
sealed record DefinitionChoice(IReadOnlyList<string> Folders, bool Only = false)
{
    public bool Equals(DefinitionChoice? other) => other is not null && Only == other.Only && Folders.SequenceEqual(other.Folders);

    public override int GetHashCode() => Folders.Count;
}
