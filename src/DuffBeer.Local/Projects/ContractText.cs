using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;

namespace DuffBeer.Local.Projects;

/// <summary>Writes a guessed contract as YAML; each line says how sure it is.</summary>
sealed class ContractText(string dataset, string domain, FileGuess guess)
{
    /// <summary>From how many rows on a form that fits all of them is called sure.</summary>
    const long Enough = 100;

    readonly ColumnGuess? _key = guess.Rows < 2 ? null : guess.Columns.FirstOrDefault(IsKey);

    public string Write()
    {
        var yaml = new StringBuilder();
        yaml.Append($$"""
            # yaml-language-server: $schema=../.vscode/contract.schema.json
            # Guessed from {{guess.Rows}} rows. Read every line, and correct what you know better; "duffbeer check" finds mistakes.
            dataset: {{dataset}}
            version: 1
            domain: {{domain}}
            description: Rows of {{dataset}}.
            grain: {{(_key is null ? "one row per line of a file" : $"one row per {_key.Name}")}}
            source: {prefix: {{domain}}/{{dataset}}/, pattern: "*.csv*"}
            rejectBudget: {fraction: 0.01, rows: 10}
            {{Dialect()}}columns:

            """.ReplaceLineEndings("\n"));
        foreach (var column in guess.Columns)
            Write(yaml, column);
        return yaml.ToString();
    }

    static bool IsKey(ColumnGuess column) => column.IsUnique && column.Filled > 0
        && column.Type.Kind is TypeKind.Int64 or TypeKind.String
        && (column.Name.EndsWith("id", StringComparison.Ordinal) || column.Name.EndsWith("key", StringComparison.Ordinal)
            || column.Name.EndsWith("number", StringComparison.Ordinal) || column.Name.EndsWith("nr", StringComparison.Ordinal)
            || column.Name.EndsWith("no", StringComparison.Ordinal));

    string Dialect()
    {
        var delimiter = guess.Shape.Dialect.DelimiterText;
        List<string> rules =
        [
            .. delimiter == "," ? Array.Empty<string>() : [$"delimiter: {(delimiter == "\t" ? "tab" : Quoted(delimiter))}"],
            .. guess.Shape.Coding.Encoding == TextEncoding.Windows1252 ? ["encoding: auto"] : Array.Empty<string>(),
            .. guess.Comment is { } comment ? [$"comment: {Quoted($"{comment}")}"] : Array.Empty<string>(),
            .. guess.Skip > 0 ? [string.Create(CultureInfo.InvariantCulture, $"skip: {guess.Skip}")] : Array.Empty<string>(),
        ];
        var notes = string.Concat(guess.Notes.Select(note => $"# {note}\n"));
        return notes + (rules.Count == 0 ? "" : $"dialect: {{{string.Join(", ", rules)}}}\n");
    }

    void Write(StringBuilder yaml, ColumnGuess column)
    {
        List<string> rules = [$"name: {column.Name}"];
        if (HeaderName.Fold(column.Header) != HeaderName.Fold(column.Name))
            rules.Add($"source: {Quoted(column.Header)}");
        rules.Add($"type: {(column.Type.Kind == TypeKind.Decimal ? Quoted(column.Type.ToString()) : column.Type.ToString())}");
        if (column == _key)
            rules.Add("required: true, key: true");
        if (column.Form is { } form)
        {
            if (form.Format is { } format)
                rules.Add($"formats: [{Quoted(format)}]");
            if (form.Notation.Decimal != '.')
                rules.Add($"decimal: {Quoted($"{form.Notation.Decimal}")}");
            if (form.Notation.Thousands is { } thousands)
                rules.Add($"thousands: {(thousands == ' ' ? "space" : Quoted($"{thousands}"))}");
            if (form.Words is { } words)
                rules.Add($"trueWords: {List(words.True)}, falseWords: {List(words.False)}");
            if (column.Signs.Count > 0)
                rules.Add($"currency: {List(column.Signs)}");
        }

        if (column.NullTokens.Count > 0)
            rules.Add($"nullTokens: {List(column.NullTokens)}");
        if (column.Known.Count > 0)
            rules.Add($"known: {List(column.Known)}");
        rules.Add($"description: {Quoted(column.Header)}");
        yaml.Append(CultureInfo.InvariantCulture, $"  # {Sure(column)}\n  - {{{string.Join(", ", rules)}}}\n");
    }

    string Sure(ColumnGuess column)
    {
        if (column.Filled == 0)
            return "Not known: every cell of the sample is empty.";
        var cells = string.Create(CultureInfo.InvariantCulture, $"{column.Filled} of {guess.Rows} cells have a value");
        var form = column.Form?.Name ?? "text";
        var words = column switch
        {
            { Rejected: null, Other: { } other } => $"Not sure: {form}, but {other.Name} fits too; {cells}.",
            { Nearly: { } nearly } => Nearly(column, nearly),
            { Rejected: { } rejected } => Rejected(column, rejected),
            _ when column.Filled >= Enough => $"Sure: {form} in every cell; {cells}.",
            _ => $"Likely: {form} in every cell, but there are few; {cells}.",
        };
        if (column.Known.Count > 0)
            words += " Other values than the known ones bring a warning; write oneOf to reject them.";
        if (column is { Type.Kind: TypeKind.Timestamp, HasLocalTimes: true })
            words += " Times without an offset are read as UTC; write zone if they are local.";
        return column == _key ? words + " Likely the key: every value occurs once." : words;
    }

    static string Nearly(ColumnGuess column, Misfit misfit) => string.Create(
        CultureInfo.InvariantCulture,
        $"Not sure: text, because {First(misfit)}; {column.Filled - misfit.Cells} of {column.Filled} cells are {misfit.Form.Name}. "
            + $"Give the column that type to reject such rows.");

    static string Rejected(ColumnGuess column, Misfit misfit) => string.Create(
        CultureInfo.InvariantCulture,
        $"Not sure: {misfit.Form.Name} in {column.Filled - misfit.Cells} of {column.Filled} cells ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"({100m * (column.Filled - misfit.Cells) / column.Filled:0.##} %), but {First(misfit)}. ")
        + $"{(misfit.Cells == 1 ? "That row is" : "These rows are")} rejected; make the column a string to keep "
        + $"{(misfit.Cells == 1 ? "it" : "them")}.";

    static string First(Misfit misfit) => string.Create(CultureInfo.InvariantCulture, $"row {misfit.Row} has {Quoted(misfit.Text)}")
        + misfit.Cells switch
        {
            1 => "",
            2 => " and 1 more row does not fit either",
            _ => string.Create(CultureInfo.InvariantCulture, $" and {misfit.Cells - 1} more rows do not fit either"),
        };

    static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    /// <summary>A text in YAML's double quotes.</summary>
    static string Quoted(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{string.Concat(escaped.Select(Escaped))}\"";
    }

    static string Escaped(char letter) => letter switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(letter) => FormattableString.Invariant($"\\x{(int)letter:x2}"),
        _ => $"{letter}",
    };
}
