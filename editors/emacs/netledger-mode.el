;;; netledger-mode.el --- Major mode for netledger journals -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: files, outlines

;;; Commentary:

;; Colours, comments, folding on headings, and `compile' with `netledger check'.
;; Put this file into a folder of `load-path', and into your init file:
;;
;;   (require 'netledger-mode)

;;; Code:

(require 'compile)
(require 'outline)

;; ---- from the grammar, by editors/generate.py: change that, not this

(defconst netledger--heading "\\(?:\\*\\{1,\\}\\|#\\{1,\\}\\)\\(?:[ \u0009]\\|$\\)"
  "Matches a heading.")

(defconst netledger--edges
  '(
    "[^]\u0000-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^-]"
    "-[0-9]")
  "What a token must not touch.")

(defconst netledger--terminals
  '(
    (DATE font-lock-type-face "[0-9]\\{4,4\\}-[0-9]\\{2,2\\}-[0-9]\\{2,2\\}" 0)
    (FALSE font-lock-constant-face "FALSE" 0)
    (TRUE font-lock-constant-face "TRUE" 0)
    (NAME font-lock-function-name-face "[^]\u0000-,.0-@_-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\u0300-\u036f\u20d0-\u20ff\u200c\u200d\ufe00-\ufe0f\ufe20-\ufe2f\\/[^-]\\(?:[^]\u0000-&(-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^]*[^]\u0000-,.:-@_-`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^-]\\)\\{0,1\\}")
    (VENUE font-lock-type-face "@[^]\u0000-&(-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^]\\{1,\\}\\(?::[^]\u0000-&(-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^]\\{1,\\}\\)*")
    (WORD default "[a-z][^]\u0000-,.:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\/[^]*" 0)
    (NUMBER font-lock-constant-face "-\\{0,1\\}\\(?:\\(?:[0-9]\\{1,3\\}\\(?:,[0-9]\\{3,3\\}\\)\\{1,\\}\\|[0-9]\\{1,\\}\\)\\)\\(?:\\.[0-9]\\{1,\\}\\)\\{0,1\\}" 0 1)
    (UNSIGNED font-lock-constant-face "\\(?:\\(?:[0-9]\\{1,3\\}\\(?:,[0-9]\\{3,3\\}\\)\\{1,\\}\\|[0-9]\\{1,\\}\\)\\)\\(?:\\.[0-9]\\{1,\\}\\)\\{0,1\\}" 0)
    (DURATION font-lock-constant-face "-\\{0,1\\}\\(?:\\(?:[0-9]\\{1,\\}h\\(?:[0-9]\\{1,\\}m\\)\\{0,1\\}\\|[0-9]\\{1,\\}m\\)\\)" 0 1)
    (INTERVAL font-lock-constant-face "[0-9]\\{1,\\}\\(?:\\(?:d\\|w\\|mo\\|y\\)\\)" 0)
    (LINK link "\\^[^]\u0000-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\[^]\\{1,\\}")
    (TAG font-lock-constant-face "#[^]\u0000-,:-@`{-\u007f\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u060c\u061b\u061f\u06d4\u0964\u0965\u1fef\u1ffd\u2000-\u200b\u200e-\u2018\u201a-\u206f\u20a0-\u20cf\u2329\u232a\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff3f\uff5b-\uff65\ufff9-\ufffb\\[^]\\{1,\\}")
    (STRING font-lock-string-face "\"[^\"\u0000-\u001f\u007f-\u009f\\]*\\(?:\\\\[\"n\\][^\"\u0000-\u001f\u007f-\u009f\\]*\\)*\"")
    (KEY font-lock-variable-name-face "[a-z][A-Za-z0-9_-]*:")
    (COMMENT font-lock-comment-face ";[^\u000a]*")
    (UNIT font-lock-constant-face "[A-Z]\\(?:[A-Z0-9'._-]\\{0,22\\}[A-Z0-9]\\)\\{0,1\\}" 0)
    (PERIOD font-lock-builtin-face "\\(?:\\(?:weekly\\|monthly\\|quarterly\\|yearly\\)\\)" 0)
    (_DOCUMENT font-lock-keyword-face "document" 0)
    (_PUSHMETA font-lock-preprocessor-face "pushmeta" 0)
    (MEDIUM font-lock-keyword-face "\\(?:\\(?:meet\\|video\\|call\\|letter\\|email\\|message\\|post\\|poke\\)\\)" 0)
    (VENUE_KIND font-lock-builtin-face "\\(?:\\(?:org\\|event\\|site\\|passive\\)\\)" 0)
    (DETAIL_FAVOUR font-lock-keyword-face "\\(?:\\(?:give\\|receive\\)\\)" 0)
    (_BALANCE font-lock-keyword-face "balance" 0)
    (_CONNECT font-lock-keyword-face "connect" 0)
    (_INCLUDE font-lock-preprocessor-face "include" 0)
    (_OUTCOME font-lock-keyword-face "outcome" 0)
    (_POPMETA font-lock-preprocessor-face "popmeta" 0)
    (_PUSHTAG font-lock-preprocessor-face "pushtag" 0)
    (_RECEIVE font-lock-keyword-face "receive" 0)
    (_BUDGET font-lock-keyword-face "budget" 0)
    (_CUSTOM font-lock-keyword-face "custom" 0)
    (_OPTION font-lock-preprocessor-face "option" 0)
    (_PERSON font-lock-keyword-face "person" 0)
    (_PLUGIN font-lock-preprocessor-face "plugin" 0)
    (_POPTAG font-lock-preprocessor-face "poptag" 0)
    (_CLOSE font-lock-keyword-face "close" 0)
    (_INTRO font-lock-keyword-face "intro" 0)
    (_PRICE font-lock-keyword-face "price" 0)
    (_PROMO font-lock-keyword-face "promo" 0)
    (_QUERY font-lock-keyword-face "query" 0)
    (_STATE font-lock-keyword-face "state" 0)
    (_VENUE font-lock-keyword-face "venue" 0)
    (DETAIL_COST font-lock-keyword-face "cost" 0)
    (FROM font-lock-builtin-face "from" 0)
    (_COST font-lock-keyword-face "cost" 0)
    (_GIVE font-lock-keyword-face "give" 0)
    (_NOTE font-lock-keyword-face "note" 0)
    (_UNIT font-lock-keyword-face "unit" 0)
    (_FOR font-lock-builtin-face "for" 0)
    (_TAG font-lock-keyword-face "tag" 0)
    (_BY font-lock-builtin-face "by" 0)
    (RPAR font-lock-builtin-face ")" 0)
    (FLAG font-lock-warning-face "!")
    (LPAR font-lock-builtin-face "(")
    (MINUS font-lock-builtin-face "-")
    (OVER font-lock-builtin-face "/")
    (PLUS font-lock-builtin-face "\\+")
    (TIMES font-lock-builtin-face "\\*")
    (OTHER nil "\\(?:[0-9A-Za-z_.-][^ \u0009\"@#;()^]*\\|\"[^\u000a]*\\)"))
  "Each terminal with its face, its expression, and its edges.")

(defconst netledger--forms
  '(
    (indented nil KEY nil
     DATE FALSE TRUE NAME VENUE WORD NUMBER DURATION INTERVAL LINK TAG STRING COMMENT LPAR OTHER)
    (dated nil _DOCUMENT nil
     NAME VENUE LINK TAG STRING COMMENT OTHER)
    (undated nil _PUSHMETA KEY
     DATE FALSE TRUE NAME VENUE WORD NUMBER DURATION INTERVAL LINK TAG STRING COMMENT LPAR OTHER)
    (dated t MEDIUM nil
     NAME VENUE LINK TAG STRING COMMENT FROM OTHER)
    (indented t DETAIL_FAVOUR nil
     NAME NUMBER DURATION LINK TAG STRING COMMENT LPAR OTHER)
    (dated nil _BALANCE nil
     NAME VENUE NUMBER DURATION LINK TAG STRING COMMENT LPAR OTHER)
    (dated nil _CONNECT nil
     NAME VENUE LINK TAG STRING COMMENT OTHER)
    (undated nil _INCLUDE STRING
     COMMENT OTHER)
    (dated t _OUTCOME WORD
     NAME VENUE NUMBER DURATION LINK TAG STRING COMMENT FROM _FOR LPAR OTHER)
    (undated nil _POPMETA KEY
     COMMENT OTHER)
    (undated nil _PUSHTAG TAG
     COMMENT OTHER)
    (dated t _RECEIVE nil
     NAME VENUE NUMBER DURATION LINK TAG STRING COMMENT LPAR OTHER)
    (dated nil _BUDGET nil
     VENUE NUMBER DURATION LINK TAG STRING COMMENT PERIOD LPAR OTHER)
    (dated nil _CUSTOM STRING
     DATE FALSE TRUE NAME VENUE WORD NUMBER DURATION INTERVAL LINK TAG STRING COMMENT LPAR OTHER)
    (undated nil _OPTION STRING
     STRING COMMENT OTHER)
    (dated nil _PERSON NAME
     LINK TAG STRING COMMENT OTHER)
    (undated nil _PLUGIN STRING
     STRING COMMENT OTHER)
    (undated nil _POPTAG TAG
     COMMENT OTHER)
    (dated nil _CLOSE nil
     NAME VENUE LINK TAG STRING COMMENT OTHER)
    (dated t _INTRO nil
     NAME VENUE LINK TAG STRING COMMENT _BY OTHER)
    (dated nil _PRICE UNIT
     NUMBER DURATION LINK TAG COMMENT LPAR OTHER)
    (dated nil _PROMO nil
     VENUE LINK TAG STRING COMMENT OTHER)
    (dated nil _QUERY STRING
     LINK TAG STRING COMMENT OTHER)
    (dated nil _STATE STRING
     LINK TAG STRING COMMENT OTHER)
    (dated nil _VENUE VENUE
     LINK TAG STRING COMMENT VENUE_KIND OTHER)
    (indented t DETAIL_COST nil
     NUMBER DURATION LINK TAG STRING COMMENT LPAR OTHER)
    (dated t _COST nil
     NAME VENUE NUMBER DURATION LINK TAG STRING COMMENT LPAR OTHER)
    (dated t _GIVE nil
     NAME VENUE NUMBER DURATION LINK TAG STRING COMMENT _BY LPAR OTHER)
    (dated nil _NOTE nil
     NAME VENUE LINK TAG STRING COMMENT OTHER)
    (dated nil _UNIT UNIT
     LINK TAG STRING COMMENT OTHER)
    (dated nil _TAG TAG
     LINK TAG STRING COMMENT OTHER))
  "Where each kind of line stands, its flag, its keyword, and what may follow.")

(defconst netledger--sum
  '(
    UNSIGNED
    RPAR
    LPAR
    MINUS
    OVER
    PLUS
    TIMES
    OTHER)
  "The terminals of arithmetic.")

(defconst netledger--half-written
  '(
    VENUE
    LINK
    TAG
    STRING
    COMMENT
    OTHER)
  "What is told apart in a line of no known kind.")

;; ---- until here

(defun netledger--at (terminal)
  "Tell whether TERMINAL stands at point; its text is then the last match."
  (let ((row (cdr (assq terminal netledger--terminals))))
    (and (looking-at (cadr row))
         (let ((start (point)) (free t))
           (goto-char (match-end 0))
           (dolist (edge (cddr row))
             (when (looking-at-p (nth edge netledger--edges)) (setq free nil)))
           (goto-char start)
           free))))

(defun netledger--take (terminal)
  "If TERMINAL stands at point, colour it, go past it and return it."
  (when (netledger--at terminal)
    (put-text-property (match-beginning 0) (match-end 0) 'face (cadr (assq terminal netledger--terminals)))
    (goto-char (match-end 0))
    terminal))

(defun netledger--take-unit ()
  "Colour the unit that follows a number, if one does."
  (let ((end (point)))
    (skip-chars-forward " \t")
    (unless (netledger--take 'UNIT)
      (goto-char end))))

(defun netledger--begin (form)
  "If the line goes on as FORM says, colour it up to what may follow."
  (pcase-let ((`(,_ ,flagged ,keyword ,second . ,_) form)
              (start (point)))
    (let ((flag (and flagged (netledger--at 'FLAG))))
      (when flag
        (goto-char (match-end 0))
        (skip-chars-forward " \t"))
      (if (not (netledger--at keyword))
          (progn (goto-char start) nil)
        (when flag
          (save-excursion (goto-char start) (netledger--take 'FLAG)))
        (netledger--take keyword)
        (when second
          (let ((end (point)))
            (skip-chars-forward " \t")
            (unless (netledger--take second) (goto-char end))))
        t))))

(defun netledger--rest (terminals)
  "Colour the rest of a line, in which TERMINALS may stand."
  (let ((depth 0) (end (line-end-position)) found)
    (while (< (point) end)
      (setq found (seq-some #'netledger--take (if (> depth 0) netledger--sum terminals)))
      (pcase found
        ('LPAR (setq depth (1+ depth)))
        ('RPAR (setq depth (1- depth))))
      (cond ((null found) (forward-char))
            ((and (= depth 0) (memq found '(NUMBER RPAR))) (netledger--take-unit))))))

(defun netledger--line ()
  "Colour the line at point."
  (cond
   ((looking-at netledger--heading)
    (put-text-property (point) (line-end-position) 'face 'outline-1))
   ((netledger--take 'COMMENT))
   (t
    (let* ((place (cond ((netledger--take 'DATE) 'dated) ((looking-at-p "[ \t]") 'indented) (t 'undated)))
           (form (progn
                   (unless (eq place 'undated) (skip-chars-forward " \t"))
                   (seq-find (lambda (form) (and (eq (car form) place) (netledger--begin form))) netledger--forms))))
      (cond (form (netledger--rest (nthcdr 4 form)))
            ((not (eq place 'undated)) (netledger--rest netledger--half-written)))))))

(defun netledger--colour (limit)
  "Colour the lines from point to LIMIT: all that `font-lock-mode' is to do."
  (let ((case-fold-search nil))
    (beginning-of-line)
    (while (< (point) limit)
      (netledger--line)
      (forward-line 1)))
  nil)

(defconst netledger--keywords '((netledger--colour))
  "What `font-lock-mode' calls.")

(defun netledger--level ()
  "Return the level of the heading at point."
  (save-excursion
    (skip-chars-forward "*#")
    (- (point) (line-beginning-position))))

(defvar netledger-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?\; "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (dolist (sign '(?_ ?- ?. ?' ?@ ?# ?^) table)
      (modify-syntax-entry sign "_" table)))
  "Syntax table of `netledger-mode'.")

;;;###autoload
(define-derived-mode netledger-mode text-mode "netledger"
  "Major mode for journals in the `.net' language of netledger."
  (setq-local comment-start "; ")
  (setq-local comment-start-skip ";+[ \t]*")
  (setq-local comment-end "")
  (setq-local font-lock-defaults '(netledger--keywords t))
  (setq-local outline-regexp netledger--heading)
  (setq-local outline-level #'netledger--level)
  (setq-local compilation-error-screen-columns nil)
  (when buffer-file-name
    (setq-local compile-command
                (concat "netledger check -f " (shell-quote-argument (file-name-nondirectory buffer-file-name)))))
  (outline-minor-mode 1))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.net\\'" . netledger-mode))

;; people/2026.net:14:25: error[NL104]: no unit after the number 250
(add-to-list 'compilation-error-regexp-alist-alist
             '(netledger "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\)\\[NL[0-9]+\\]: "
                         1 2 3 (4)))
(add-to-list 'compilation-error-regexp-alist 'netledger)

(provide 'netledger-mode)

;;; netledger-mode.el ends here
