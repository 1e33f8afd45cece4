using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

static class Samples
{
    /// <summary>A model with a column <c>id</c> that reads others by the templates given.</summary>
    public static SqlModel Model(string name, string from = "t", string audits = "")
    {
        var errors = new List<DefinitionError>();
        var model = SqlModelFile.Read($"{name}.sql", "duff", Layer.Core,
            $"""
            -- model: {name}
            -- grain: id
            -- owner: sales
            {(audits.Length == 0 ? "" : $"-- audits: {audits}\n")}-- columns:
            --   id     int64   Id
            --   label  string  Label
            --
            -- What it is.
            SELECT id, label FROM {from}
            """, errors);
        Assert.Empty(errors);
        return model!;
    }
}
