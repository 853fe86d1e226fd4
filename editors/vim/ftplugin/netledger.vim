" Comments, folding on headings, and `:make` for netledger journals.

if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:; commentstring=;\ %s
setlocal formatoptions-=t
setlocal foldmethod=expr foldexpr=NetledgerFold(v:lnum) foldlevel=99

if !exists("*NetledgerFold")
  " A heading begins a fold as deep as its signs are many; all else belongs to the fold above it.
  function NetledgerFold(line)
    let heading = matchstr(getline(a:line), '^\%(\*\+\|#\+\)\ze\%([ \t]\|$\)')
    return empty(heading) ? "=" : ">" . len(heading)
  endfunction
endif

if !exists("current_compiler")
  compiler netledger
endif

let b:undo_ftplugin = "setlocal comments< commentstring< formatoptions< foldmethod< foldexpr< foldlevel<"
