// Documents that carry something which starts by itself. The PDF rules only note: what is active in a
// PDF is removed, and most of those that hold a script are honest forms.

rule eicar {
  meta:
    label = "le fichier d’essai EICAR (sans danger, il sert à vérifier le contrôle)"
    effect = "dangerous"
    kinds = "any"
  strings:
    // Cut in two so that this file is not taken for the test file itself.
    $head = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-"
    $tail = "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
  condition: $head at 0 and $tail in (30..40) and filesize <= 128
}

rule pdf_starts_a_program {
  meta:
    label = "un PDF qui demande à lancer un programme"
    effect = "note"
    kinds = "pdf"
  strings:
    $launch = /\/Launch[ \/<\r\n>]/
    $shell = /(cmd\.exe|powershell|mshta|wscript)/ nocase
  condition: $launch and $shell
}

rule pdf_known_exploit {
  meta:
    label = "un PDF qui appelle une fonction connue pour ses failles"
    effect = "note"
    kinds = "pdf"
  strings:
    $collab = "Collab.collectEmailInfo"
    $icon = "Collab.getIcon("
    $printf = /util\.printf\(["']%4[0-9]{3,}/
    $player = "media.newPlayer(null)"
    $spray = /unescape\(["']%u[0-9a-f]{4}%u[0-9a-f]{4}/ nocase
  condition: any of them
}

rule rtf_object_runs {
  meta:
    label = "un document RTF dont un objet se lance à l’ouverture"
    effect = "dangerous"
    kinds = "rtf office"
  strings:
    $update = "\\objupdate"
    $data = "\\objdata"
    $equation = /(equation\.[23]|4571756174696f6e2e[23])/ nocase
    $package = /(5061636b616765|\bPackage\b)/ nocase
  condition: uint32be(0) == 0x7B5C7274 and $data and ($equation or ($update and $package))
}

rule office_calls_outside {
  meta:
    label = "un document Office qui fait lancer un outil de Windows"
    effect = "dangerous"
    kinds = "office zip rtf html script text"
  strings:
    $msdt = "ms-msdt:" nocase ascii wide
    $search = "search-ms:query" nocase ascii wide
    $xsl = /mhtml:https?:\/\/[^ "]{3,200}!x-usc/ nocase ascii wide
  condition: any of them
}

rule office_macro_runs {
  meta:
    label = "une macro qui se lance à l’ouverture"
    effect = "note"
    kinds = "office"
  strings:
    $open = /(Auto_?Open|Document_Open|Workbook_Open|AutoExec)/ nocase ascii wide
    $act = /(WScript\.Shell|URLDownloadToFile|Shell\(|CreateObject)/ nocase ascii wide
  condition: uint32be(0) == 0xD0CF11E0 and $open and $act
}
