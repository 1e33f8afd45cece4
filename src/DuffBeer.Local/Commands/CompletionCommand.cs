using System.CommandLine;

namespace DuffBeer.Local.Commands;

/// <summary>Prints a script with which a shell completes commands, options and names of reports.</summary>
sealed class CompletionCommand : DuffBeerCommand
{
    static readonly Dictionary<string, string> s_scripts = new()
    {
        ["bash"] = """
            # In ~/.bashrc: eval "$(duffbeer completion bash)"
            _duffbeer() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" \
                    -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _duffbeer duffbeer
            """,
        ["zsh"] = """
            # In ~/.zshrc, after compinit: eval "$(duffbeer completion zsh)"
            _duffbeer() {
                local -a found
                found=("${(@f)$(${words[1]} "[suggest:${#${BUFFER[1,CURSOR]}}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a found || _files
            }
            compdef _duffbeer duffbeer
            """,
        ["fish"] = """
            # In ~/.config/fish/config.fish: duffbeer completion fish | source
            function __duffbeer
                set -l line (commandline -cp)
                duffbeer "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
            end
            complete -c duffbeer -a '(__duffbeer)'
            """,
        ["pwsh"] = """
            # In $PROFILE: duffbeer completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName duffbeer -ScriptBlock {
                param($word, $ast, $position)
                duffbeer "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    readonly Argument<string> _shell = new("SHELL") { Description = $"One of {string.Join(", ", s_scripts.Keys)}" };

    public CompletionCommand(CommandHost host)
        : base("completion", "Print a completion script for a shell.", host)
    {
        _shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Add(_shell);
    }

    protected override Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        invocation.Terminal.Out.WriteLine(s_scripts[invocation.Value(_shell)!].ReplaceLineEndings("\n"));
        return Task.FromResult(ExitCode.Done);
    }
}
