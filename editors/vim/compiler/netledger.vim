" `:make` checks the journal in the window, and `:cnext` goes from finding to finding.

if exists("current_compiler")
  finish
endif
let current_compiler = "netledger"

CompilerSet makeprg=netledger\ check\ -f\ %:S

" people/2026.net:14:25: error[NL104]: no unit after the number 250
" The line of the file and the hint, which follow it, are no findings.
CompilerSet errorformat=%f:%l:%v:\ %trror[NL%n]:\ %m,%f:%l:%v:\ %tarning[NL%n]:\ %m,%-G%.%#
