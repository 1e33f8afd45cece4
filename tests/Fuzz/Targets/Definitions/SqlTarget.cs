using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Definitions;

/// <summary>A model, an audit or a report, header and templates: a definition or mistakes with their places.</summary>
/// <remarks>The first byte chooses which.</remarks>
sealed class SqlTarget() : FuzzTarget("sql")
{
    public override void Read(byte[] input)
    {
        if (input.Length == 0)
            return;
        var text = Encoding.UTF8.GetString(input.AsSpan(1));
        var errors = new List<DefinitionError>();
        SqlTemplate? sql = (input[0] % 4) switch
        {
            0 => SqlModelFile.Read("bookings.sql", "fuzz", Layer.Mart, text, errors)?.Sql,
            1 => ReportFile.Read("bookings.sql", text, errors)?.Sql,
            2 => AuditFile.Read("bookings.sql", text, errors)?.Sql,
            _ => SqlTemplateParser.Parse("bookings.sql", text, 1, errors),
        };
        ContractTarget.HoldPlaces(errors);
        Hold(sql is not null || errors.Count > 0, "a definition or mistakes");
        if (sql is not null)
            Hold(sql.Parameters.All(parameter => parameter.Name.Length > 0), "every parameter has a name");
    }
}
