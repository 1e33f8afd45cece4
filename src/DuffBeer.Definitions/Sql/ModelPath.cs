using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Sql;

/// <summary>A model's domain and layer follow from its path: <c>models/domain/layer/name.sql</c>.</summary>
static class ModelPath
{
    static readonly Dictionary<string, Layer> s_layers = new()
    {
        ["staging"] = Layer.Staging, ["core"] = Layer.Core, ["marts"] = Layer.Mart,
    };

    public static SqlModel? Read(DefinitionText file, ICollection<DefinitionError> errors)
    {
        if (file.Relative.Split('/') is [_, var domain, var folder, _] && s_layers.TryGetValue(folder, out var layer))
            return SqlModelFile.Read(file.File, domain, layer, file.Text, errors);
        errors.Add(new(file.File, 1, 1, $"a model belongs in models/<domain>/<layer>/; the layers are {string.Join(", ", s_layers.Keys)}"));
        return null;
    }
}
