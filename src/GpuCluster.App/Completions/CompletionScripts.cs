using System.Text;

namespace GpuCluster.App.Completions;

/// <summary>Scripts that let a shell complete commands, options and values, made from the program's own table of them.</summary>
/// <remarks>
/// How it works. Each script walks the words before the cursor to find the command, looks whether the last word is an option with a value,
/// and else offers commands and options. Where a value is anything, the shell offers files.
/// </remarks>
internal static class CompletionScripts
{
    /// <summary>For bash 4 or later.</summary>
    public static string Bash(IReadOnlyList<CompletionEntry> entries)
    {
        StringBuilder script = new();
        script.Append("# bash completion of gpucluster; use: source <(gpucluster completion bash)\n_gpucluster() {\n");
        script.Append("    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} at= i words=\n");
        script.Append("    for ((i = 1; i < COMP_CWORD; i++)); do\n        case \"$at ${COMP_WORDS[i]}\" in\n");
        AppendWalk(script, entries, "            ", "${COMP_WORDS[i]}");
        script.Append("        esac\n    done\n    COMPREPLY=()\n    case \"$at $previous\" in\n");
        AppendValues(script, entries, values => $"mapfile -t COMPREPLY < <(compgen -W '{values}' -- \"$current\"); return");
        script.Append("    esac\n    case \"$at\" in\n");
        foreach (CompletionEntry entry in entries)
        {
            IEnumerable<string> words = [.. entry.Commands.Select(each => each.Name), .. entry.Options.SelectMany(option => option.Names)];
            script.Append($"    '{entry.Path}') words={Quoted(string.Join(' ', words))} ;;\n");
        }

        script.Append("    esac\n    case \"$current\" in\n    -* | '') ;;\n    */* | .*) return ;;\n    esac\n");
        script.Append("    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n");
        script.Append("complete -o default -F _gpucluster gpucluster ./gpucluster\n");
        return script.ToString();
    }

    /// <summary>For zsh 5 or later.</summary>
    public static string Zsh(IReadOnlyList<CompletionEntry> entries)
    {
        StringBuilder script = new();
        script.Append("#compdef gpucluster\n# zsh completion of gpucluster; use: source <(gpucluster completion zsh) after compinit\n");
        script.Append("_gpucluster() {\n    local at= i\n    local -a choices flags\n");
        script.Append("    for ((i = 2; i < CURRENT; i++)); do\n        case \"$at ${words[i]}\" in\n");
        AppendWalk(script, entries, "            ", "${words[i]}");
        script.Append("        esac\n    done\n    case \"$at ${words[CURRENT - 1]}\" in\n");
        AppendValues(script, entries, values => $"choices=({values}); compadd -a choices; return", "_files; return");
        script.Append("    esac\n    case \"$at\" in\n");
        foreach (CompletionEntry entry in entries)
        {
            script.Append($"    '{entry.Path}')\n        choices=(\n");
            foreach ((string name, string description) in entry.Commands)
                script.Append($"            {Quoted($"{name}:{description}")}\n");
            script.Append("        )\n        flags=(\n");
            foreach (CompletionOption option in entry.Options)
            {
                foreach (string name in option.Names)
                    script.Append($"            {Quoted($"{name}:{option.Description}")}\n");
            }

            script.Append("        )\n        ;;\n");
        }

        script.Append("    esac\n    (($#choices)) && _describe command choices\n");
        script.Append("    if [[ ${words[CURRENT]} == -* ]]; then _describe option flags; elif ((!$#choices)); then _files; fi\n}\n");
        script.Append("compdef _gpucluster gpucluster ./gpucluster\n");
        return script.ToString();
    }

    /// <summary>For PowerShell 7 or later.</summary>
    public static string PowerShell(IReadOnlyList<CompletionEntry> entries)
    {
        StringBuilder script = new();
        script.Append("# PowerShell completion of gpucluster; use: gpucluster completion pwsh | Out-String | Invoke-Expression\n");
        script.Append("Register-ArgumentCompleter -Native -CommandName gpucluster -ScriptBlock {\n    param($current, $line, $cursor)\n");
        script.Append("    $words = @{\n");
        foreach (CompletionEntry entry in entries)
        {
            IEnumerable<string> words = [.. entry.Commands.Select(each => each.Name), .. entry.Options.SelectMany(option => option.Names)];
            script.Append($"        '{entry.Path}' = @({string.Join(", ", words.Select(word => $"'{word}'"))})\n");
        }

        script.Append("    }\n    $values = @{\n");
        foreach ((string place, IReadOnlyList<string> values) in ValuesOf(entries))
            script.Append($"        '{place}' = @({string.Join(", ", values.Select(value => $"'{value}'"))})\n");
        script.Append("    }\n    $at = ''\n    $last = ''\n");
        script.Append("    foreach ($element in @($line.CommandElements | Select-Object -Skip 1)) {\n");
        script.Append("        if ($element.Extent.EndOffset -ge $cursor) { break }\n        $last = \"$element\"\n");
        script.Append("        if ($words.ContainsKey(\"$at $last\")) { $at = \"$at $last\" }\n    }\n");
        script.Append("    $choices = if ($values.ContainsKey(\"$at $last\")) { $values[\"$at $last\"] } else { $words[$at] }\n");
        script.Append("    $choices | Where-Object { $_ -like \"$current*\" }\n}\n");
        return script.ToString();
    }

    private static void AppendWalk(StringBuilder script, IReadOnlyList<CompletionEntry> entries, string indent, string word)
    {
        string paths = string.Join(" | ", entries.Where(entry => entry.Path.Length > 0).Select(entry => $"'{entry.Path}'"));
        script.Append($"{indent}{paths}) at=\"$at {word}\" ;;\n");
    }

    private static void AppendValues(
        StringBuilder script,
        IReadOnlyList<CompletionEntry> entries,
        Func<string, string> offer,
        string anything = "return"
    )
    {
        foreach ((string place, IReadOnlyList<string> values) in ValuesOf(entries))
            script.Append($"    '{place}') {(values.Count > 0 ? offer(string.Join(' ', values)) : anything)} ;;\n");
    }

    private static IEnumerable<(string Place, IReadOnlyList<string> Values)> ValuesOf(IReadOnlyList<CompletionEntry> entries) =>
        from entry in entries
        from option in entry.Options
        where option.TakesValue
        from name in option.Names
        select ($"{entry.Path} {name}", option.Values);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
