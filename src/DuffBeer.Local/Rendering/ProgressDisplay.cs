using DuffBeer.Local.Workspaces;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DuffBeer.Local.Rendering;

/// <summary>Shows the progress of one file on standard error during its ingest.</summary>
abstract class ProgressDisplay
{
    /// <summary>Bars if standard error is a terminal, otherwise a plain line now and then.</summary>
    public static ProgressDisplay For(Terminal terminal) =>
        terminal.ErrorIsTerminal ? new ProgressBars(terminal) : new ProgressLines(terminal.Error, terminal.Time);

    public abstract Task<T> ShowAsync<T>(string file, Func<IProgress<IngestProgress>, Task<T>> work);
}

sealed class ProgressLines(TextWriter error, TimeProvider time) : ProgressDisplay
{
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public override Task<T> ShowAsync<T>(string file, Func<IProgress<IngestProgress>, Task<T>> work)
    {
        error.WriteLine($"{file}: started");
        return work(new Lines(file, error, time));
    }

    sealed class Lines(string file, TextWriter error, TimeProvider time) : IProgress<IngestProgress>
    {
        readonly Lock _lock = new();
        readonly long _start = time.GetTimestamp();
        TimeSpan _next = s_pause;

        public void Report(IngestProgress value)
        {
            lock (_lock)
            {
                var elapsed = time.GetElapsedTime(_start);
                if (elapsed < _next)
                    return;
                _next = elapsed + s_pause;
                error.WriteLine($"{file}: {ProgressText.Of(value, elapsed)}");
            }
        }
    }
}

sealed class ProgressBars(Terminal terminal) : ProgressDisplay
{
    // Beside the bar are the share and two spaces.
    const int ShareWidth = 6;

    int BarWidth => terminal.Width < 120 ? 12 : 24;

    int LineWidth => Math.Max(1, terminal.Width - BarWidth - ShareWidth);

    public override Task<T> ShowAsync<T>(string file, Func<IProgress<IngestProgress>, Task<T>> work) =>
        Consoles.Error(terminal).Progress()
            // The ledger follows and says the same.
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new ShareColumn(), new LineColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(CellText.CutMiddle(file, LineWidth), maxValue: 1);
                return await work(new Bar(file, bar, LineWidth, terminal.Time));
            });

    /// <summary>The description in one line.</summary>
    sealed class LineColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.Description);
    }

    /// <summary>Empty if the length of the file is unknown.</summary>
    sealed class ShareColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.IsIndeterminate ? "" : $"{(int)task.Percentage,3}%");
    }

    sealed class Bar(string file, ProgressTask bar, int width, TimeProvider time) : IProgress<IngestProgress>
    {
        readonly long _start = time.GetTimestamp();

        public void Report(IngestProgress value)
        {
            var share = ProgressText.Share(value);
            bar.IsIndeterminate = share is null;
            bar.Value = share ?? 0;
            bar.Description = ProgressText.Of(file, value, time.GetElapsedTime(_start), width);
        }
    }
}
