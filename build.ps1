<#
.SYNOPSIS
Builds, tests, runs and measures MailActors.

.EXAMPLE
./build.ps1 run -- --data ./data
.EXAMPLE
./build.ps1 test Protocol
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('restore', 'build', 'test', 'run', 'bench')]
    [string] $Verb = 'build',

    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

# A native command's failure is the script's failure.
function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Command $($Arguments -join ' ') ended with $LASTEXITCODE." }
}

switch ($Verb) {
    'restore' { Invoke-Native dotnet (@('restore', 'MailActors.sln') + $Rest) }
    'build' { Invoke-Native dotnet (@('build', '-c', 'Release', 'MailActors.sln') + $Rest) }
    'test' { Invoke-Native bash (@('tests/run') + $Rest) }
    'run' { Invoke-Native dotnet (@('run', '-c', 'Release', '--project', 'src/MailActors.Node') + $Rest) }
    'bench' { Invoke-Native bash (@('tests/bench/run') + $Rest) }
}
