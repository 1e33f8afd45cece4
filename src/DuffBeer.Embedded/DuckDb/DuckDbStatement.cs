using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A prepared statement and its positional parameters.</summary>
sealed class DuckDbStatement(nint statement) : IDisposable
{
    nint _statement = statement;

    /// <summary>Names of the columns that it will give.</summary>
    public IReadOnlyList<string> ColumnNames
    {
        get
        {
            var names = new string[StatementColumnCount(_statement)];
            for (var index = 0; index < names.Length; index++)
            {
                var name = StatementColumnName(_statement, (ulong)index);
                names[index] = Text(name);
                Free(name);
            }

            return names;
        }
    }

    public void Bind(IReadOnlyList<SqlValue> parameters)
    {
        var wanted = ParameterCount(_statement);
        if (wanted != (ulong)parameters.Count)
            throw new TerminalException(ProblemCode.ModelFailed, $"The statement has {wanted} parameters; {parameters.Count} values were given.");
        for (var index = 0; index < parameters.Count; index++)
        {
            if (Bind((ulong)index + 1, parameters[index]) == State.Error)
                throw Failure();
        }
    }

    public DuckDbResult Execute() => Checked(DuckDbNative.Execute(_statement, out var handle), handle);

    /// <summary>A result whose rows are computed while they are read.</summary>
    public DuckDbResult ExecuteStreaming() => Checked(DuckDbNative.ExecuteStreaming(_statement, out var handle), handle);

    static DuckDbResult Checked(State state, Result handle)
    {
        var result = new DuckDbResult(handle);
        if (state == State.Success)
            return result;
        using (result)
            throw result.Failure();
    }

    /// <summary>All rows, with these values for its parameters; any number of times.</summary>
    public QueryResult Query(IReadOnlyList<SqlValue> parameters, CancellationToken cancellationToken)
    {
        Bind(parameters);
        using var result = Execute();
        var (columns, rows) = result.Read(cancellationToken);
        return new(columns, rows);
    }

    public RunException Failure() => DuckDbFailure.Of(Text(PrepareError(_statement)));

    public void Dispose() => DestroyPrepare(ref _statement);

    State Bind(ulong number, SqlValue parameter) => parameter.Value switch
    {
        null => BindNull(_statement, number),
        bool value => BindBoolean(_statement, number, value),
        int value => BindInt32(_statement, number, value),
        long value => BindInt64(_statement, number, value),
        double value => BindDouble(_statement, number, value),
        decimal value => BindDecimal(_statement, number, WideDecimal.ToNative(value)),
        DateOnly value => BindDate(_statement, number, Epoch.DaysOf(value)),
        DateTime value => BindTimestamp(_statement, number, Epoch.MicrosOf(value)),
        string value => BindText(number, value),
        var value => throw new TerminalException(ProblemCode.BadRequest, $"Parameter {number} is a {value.GetType().Name}, which no column has."),
    };

    unsafe State BindText(ulong number, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* first = utf8)
            return BindVarchar(_statement, number, first, (ulong)utf8.Length);
    }
}
