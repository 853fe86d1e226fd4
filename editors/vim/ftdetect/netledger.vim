autocmd BufNewFile,BufRead *.net setfiletype netledger
