"""The built-in words, as data: what sections, labels, columns and states are called, by language.

In a phrase ``*`` stands for any ending of a word, and a space for any run of spaces, slashes, dashes or
ampersands. ``strong`` phrases name a section wherever they stand in a title; ``weak`` ones only where the
title has nothing else but filler words.
"""

from __future__ import annotations

STRONG_TASKS = """
action item*; action point*; actionable*; action plan; action list; action tracker; task list; list of tasks;
specific task*; tasks to; tasks for; to do list; todo list; todo's; todos; remediation item*; follow up task*;
aksjonspunkt*; handlingspunkt*; elementos de acción; acciones a tomar; puntos de acción; plan de acción;
itens de ação; plano de ação; tarefas a; tareas a; points d'action; plan d'action; tâches à; actiepunt*;
aktionspunkt*; maßnahmenplan; massnahmenplan; piano d'azione; åtgärdslista; tareas específicas; tarefas específicas;
accionable*; acionáve*; план действий; список задач; план дій; lista działań; plan działań; lista zadań; akční plán;
akční kroky; handlingsplan*; toimenpidelista*; aksiyon maddeleri; eylem maddeleri; eylem planı; yapılacaklar;
*アクションアイテム*; *アクションプラン*; *行动项*; *行動項*; *待办*; *待辦*; *任务清单*; *액션 아이템*; *액션아이템*; 조치 항목; 할 일; actions à mener;
actions à entreprendre; actions à prendre; plan d'actions; acciones a realizar; ações a tomar; ações a realizar;
maßnahmenliste;
list of assignments; assignments to; action items;
éléments d'action; elementos de ação; elementi d'azione
"""
WEAK_TASKS = """
task*; to do; todo; to do's; tareas; tarea; tarefas; tâches; tache*; aufgaben; aufgabe; oppgave*; compiti; attività;
taken; actions; action; acties; azioni; azioni da intraprendere; ações; acciones; uppgifter; opgaver; work items;
tickets; issues to file; действия; задачи; действие; дії; завдання; działania; zadania; úkoly; akce; kroky; tehtävät;
toimenpiteet; aksiyonlar; eylemler; görevler; アクション; タスク; 任务; 行动; 조치; 조치사항; 과제;
to dos; todos; assignments; list of assignments; hành động; công việc;
pendientes; pendiente; pendentes; pendências; process fix*; technical fix*; permanent fixes
"""
STRONG_WORK = """
resulting action*; remediation*; follow up*; followup*; next step*; próximos passos; próximos pasos; prochaines étapes; nächste schritte;
neste steg; próximas etapas; prochaines actions; próximas ações; próximas acciones; acciones de seguimiento;
ações de acompanhamento; actions de suivi; offene punkte; neste skritt; pasos siguientes; siguientes pasos;
videre arbeid; vervolgstappen; volgende stappen; prossimi passi; oppfølging; nachverfolgung; следующие шаги;
дальнейшие шаги; дальнейшие действия; наступні кроки; подальші дії; następne kroki; dalsze kroki; dalsze działania;
další kroky; næste skridt; seuraavat askeleet; jatkotoimenpite*; sonraki adımlar; takip eden adımlar; *今後の対応*;
*次のステップ*; *フォローアップ*; *対応予定*; *后续*; *後續*; *下一步*; *改进项*; *改進項*; 다음 단계; 후속 조치*; long term solution*; long term fix*;
short term solution*; long term improvement*; outstanding work; future work; future works; recovery todo*; planned work; remaining work;
open actions; actions to take; actions required; corrective action*; preventive action*; preventative action*;
preventitive action*; remedial action*; remidial action*; remeidal action*; planned action*; proposed action*; proposed change*; proposed fix*;
suggested fix*; planned fix*; proposed solution*; suggested solution*; suggested action*; suggested change*;
improvement action*; review action*; corrections to make; actions following review; actions following the review; actions following the incident;
actions from review; actions from the review; actions arising; actions agreed;
agreed actions; actions identified;
recommended next*; recommended step*; suggested next*; volgende acties; nächste maßnahmen; bước tiếp theo;
pending action*; actions pending; actions en attente; offene maßnahmen; ações pendentes; acciones pendientes; åpne tiltak; azioni in sospeso; openstaande acties
"""
STRONG_MEASURES = """
recommendation*; mitigation plan*; mitigation strateg*; prevention strateg*; prevent* strateg*; prevention of;
do differently; how can we improve; what can we do better; what we are changing; what are we changing;
changes we are making; plan of action; corr*tive measure*; corr*tive and prevent*; corr*tive prevent*;
prevent* measure*; prevent* and corr*tive; prevent* corr*tive; corr*tive step*; prevent* step*; prevent* future;
prevent* recurrence; prevent* reoccur*; preventing; prevent this; avoid this; prevention measure*; prevention plan;
correction* and prevent*; measures to; countermeasure*; counter measure*; do better in the future; corrective;
how do we prevent; how will we prevent; how can we prevent; how to prevent; how to avoid; how are we going to;
what are we doing; what were doing; what we do about; what will we do; what we will do; what we'll do; what are we going to do; what we are doing;
what happens next; prevent it; prevent such; prevent similar; happen again; happening again; happens again;
steps we are taking; steps were taking; actions we are taking; measures we are taking; we are taking the following;
we are taking the following steps; we are taking the following actions; we are taking the following measures;
we will take the following steps; we will take the following actions; we will take the following measures;
what we will change; what will change; what's next; whats next; what is next; future plan*; future steps;
future actions; next actions; path forward; way forward; planned changes; planned improvement*; make sure this;
como evitar; cómo evitar; como prevenir; cómo prevenir; evitar que; para evitar; comment éviter; pour éviter;
comment prévenir; wie verhindern; wie vermeiden; verhindern wir; was ändern wir; was aendern wir; was wir ändern; was wir aendern; vermeiden wir; zur vermeidung; come evitare;
going forward; moving forward; looking forward; looking ahead; medidas corr*tivas; medidas preventi*; acciones correctivas; acciones preventivas;
ações corretivas; ações preventivas; ações de melhoria; mesures corr*ives; mesures préventi*; actions correctives;
actions préventives; mesures d'amélioration; korrekturmaßnahmen; korrektur; präventivmaßnahmen; vorbeugende maßnahmen;
präventionsmaßnahmen; abhilfemaßnahmen; gegenmaßnahmen; folgemaßnahmen; forebyggende tiltak; korrigerende tiltak;
korrigerende og; azioni correttive; azioni preventive; misure correttive; misure preventive; corrigerende maatregelen;
preventieve maatregelen; verbetermaatregelen; korrigerande åtgärder; förebyggande åtgärder; plan de mejora;
acciones de mejora; correctieve en preventieve; correctieve maatregelen; recommended action*; recommended fix*;
recommended improvement*; measures against; future prevention*; корректирующие*; предотвращение*; предупреждающие*;
профилактические*; меры по*; как избежать; как предотвратить; коригувальні*; запобігання*; запобіжні*;
środki zaradcze; środki naprawcze; działania naprawcze; działania zapobiegawcze; działania korygujące;
nápravná opatření; preventivní opatření; korrigerende handlinger; forebyggende handlinger;
forebyggende foranstaltninger; korjaavat toimenpiteet; ehkäisevät toimenpiteet; düzeltici*; önleyici*; *再発防止*; *予防*;
*是正*; *恒久対応*; *恒久対策*; *改善策*; *対策*; *预防*; *預防*; *防复发*; *防止再*; *避免再*; *改进措施*; *改進措施*; *整改*; *纠正*; 재발 방지*; 재발방지*; 예방*;
개선 조치*; 개선조치*; 시정*; mitigation and prevent*; prevention and mitigation*; mitigation and future;
prevent* method*; corr*tive method*;
prévention et; prevención y; prevenção e; prävention und; prevenzione e; preventie en; como prevenir*; cómo prevenir*; comment prévenir*;
*防再犯*; *防止复发*; *防止復發*; *再发防止*; *防止再*
"""
WEAK_MEASURES = """
measures; plan; plans; prevention; preventions; preventative; preventive; recommendation*; commitments; mitigations; hardening;
safeguards; permanent fix; permanent solution; tiltak; maßnahmen; massnahmen; maatregelen; medidas; mesures; misure;
prevención; prevenção; prévention; prävention; prevenzione; preventie; åtgärder; recomendaciones; recomendações;
recommandations; empfehlungen; anbefalinger; raccomandazioni; aanbevelingen; remedies; precautions;
preventive maintenance; solutions proposed; corrections; actions plan;
seguimiento; seguimientos; acompanhamento; suivi; suivis; nachbereitung; nachverfolgung; sofortmaßnahmen; prevent* method*; prevent* approach*; biện pháp khắc phục; biện pháp phòng ngừa; phòng ngừa
"""
WEAK_IMPROVEMENTS = """
improvement*; melhorias; melhoria; mejoras; mejora; améliorations; verbesserungen; forbedringer; miglioramenti;
verbeteringen; förbättringar; enhancements; what can be improved; can be improved; could be improved; can be fixed;
to be improved; things to improve; areas for improvement; areas of improvement; improvement areas;
what needs to be improved; proposed improvements; general improvements; things to fix; improvement opportunities;
opportunities for improvement; process improvements; lessons and improvements; улучшения; что улучшить; покращення;
ulepszenia; usprawnienia; zlepšení; parannukset; iyileştirmeler; *改善点*; 改善; *改进*; *改進*; 개선; 개선점; 개선사항
"""
STRONG_IMPROVEMENTS = """
proposed improvement*; planned improvement*; future improvement*; suggested improvement*; potential improvement*;
improvement plan; improvements to; improvements for; improvement opportunit*; opportunities for improvement;
areas for improvement; areas of improvement; propuestas de mejora; oportunidades de mejora; melhorias propostas;
améliorations proposées; verbesserungsvorschläge; forbedringsforslag
"""
STRONG_REMARKS = """
what could improve; what could be improved; what could be done better; what could have gone better;
what can be improved; could be better; what we could improve; could have been better; what can we improve;
what should be improved; improvement ideas;
was verbessert werden*; was besser werden*; was können wir verbessern; was könnten wir verbessern; o que pode melhorar; o que podemos melhorar; qué podemos mejorar; que mejorar; ce qui peut être amélioré; points d'amélioration
"""
STRONG_OTHER = """
timeline*; time line; root cause*; rootcause*; cause of; lesson* learn*; lessons; learnings; key takeaway*; takeaway*;
what went; what didn't go; where we got lucky; what happened; what we learned; impact*; resolution*; recovery;
detection*; summary; overview; background; trigger*; conclusion*; closing thoughts; references; appendix; attendees;
participants; glossary; actions taken; action taken; steps taken; resolution steps; immediate response;
contributing factor*; communication*; supporting information; further reading; related documents; related incidents;
links; resources; notes to the owner; metadata; post incident review checklist; verification; why did; root;
incident report; workaround*; immediate action taken; mitigation steps taken; investigation; debugging; misleading;
escalation; duration; affected; services affected; severity; symptom*; diagnosis; analysis; five whys; 5 whys;
the fix; how we fixed; how it was fixed; how was it fixed; acknowledg*; about; author*; approvals; sign off;
reviewers; metrics; statistics; stats; closing the loop; reflection*; surprise finding*; evidence; technical details;
environment; scope; example*; definition*; tidslinje; hva lærte; hva gikk; hvor hadde vi; påvirkning; konsekvens*;
sammendrag; rotårsak*; årsak; løsning; cronología; línea de tiempo; causa raíz; causa raiz; causa; resumen; resumo;
impacto; resolución; resolução; resolução do; lecciones aprendidas; lições aprendidas; linha do tempo;
leçons apprises; leçons; chronologie; cause racine; résumé; zeitleiste; zeitverlauf; ursache*; zusammenfassung;
auswirkung*; lehren; behebung; lösung; cronologia; riepilogo; risoluzione; impatto; lezioni apprese; tijdlijn;
oorzaak; samenvatting; gevolgen; oplossing; geleerde lessen; detección; detecção; détection; entdeckung; conclusión;
conclusão; fazit; хронология*; временная шкала; причин*; первопричина; корневая причина; влияние; резюме; уроки;
выводы; итоги; что произошло; решение; обнаружение; хронологія; наслідки; висновки; oś czasu; przyczyna*;
podsumowanie; wnioski; wpływ; časová osa; příčina*; shrnutí; ponaučení; årsager; aikajana; juurisyy; yhteenveto;
zaman çizelgesi; kök neden*; özet; etki; alınan dersler; *タイムライン*; *根本原因*; *原因*; *影響*; *教訓*; *学び*; *概要*; *経緯*; *検知*;
*振り返り*; *うまくいった*; *運が良*; *时间线*; *時間線*; *时间轴*; *影响*; *根因*; *教训*; *总结*; *總結*; *摘要*; *背景*; *经验*; *修复*; *故障现象*; *问题描述*;
*排查*; 타임라인; 근본 원인*; 원인*; 영향*; 요약; 교훈*; 배경; incidentes relacionados; referencias; referências; tickets relacionados;
context; issue summary; incident summary; postmortem; post mortem; flow diagram; monitoring plan; meeting; outcome*;
results; introduction; additional information; disclaimer; abstract; executive summary; revision history; change log;
changelog; status page; questions; faq; how to use
"""
VETO = """
actions taken; action taken; steps taken; measures taken during; immediate action taken; mitigation steps taken;
notes to the owner; resolution steps; recovery steps; actions performed; immediate response; how did; how was;
how were; why did; why was; why were; what happened; monitoring plan; follow up meeting*; follow up timeline*; followup timeline*
"""
HORIZONS = """
immediate; immediately; short; mid; medium; long; near; longer; shorter; term; next; future; urgent; quick; quick-term
"""
FILLERS = """
fix fixes fixed improved changes the a an our of and or to for list plan section key specific immediate remaining future proposed suggested
planned recommended open tracked next possible additional further other main short long term mid medium general
address issue issues incident problem outage this that these it include includes including are is be done taken
must contain should will be taken we going s items item here new post postmortem de la el las los y e o do da
das dos des les et le du der die das und von zur für en og i för het een van als some things thing potential
required necessary key what how making were current summary table tracker tracking owners owner status required with who
when now later team technical operational process project specifically follow up completed high level
futuras futuros futura futuro propuestas propuesta propuestos recomendadas inmediatas inmediatos propostas imediatas futures futurs proposées immédiates zukünftige künftige geplante future fremtidige toekomstige prossime relevant identified related associated corresponding
"""
DONE = """
done; completed; complete; already done; already completed; this is done; this has been done; this has already been done; closed; merged; resolved; fixed; shipped; deployed; implemented; accomplished; finished;
delivered; released; finalized; finalised; erledigt; abgeschlossen; fertig; behoben; utført; gjort; ferdig; fullført;
løst; hecho; completado; completada; terminado; cerrado; resuelto; feito; concluído; concluída; finalizado; fechado;
resolvido; fait; terminé; terminée; fermé; résolu; fatto; сделано; готово; выполнено; завершено; исправлено; зроблено;
виконано; zrobione; ukończone; gotowe; zakończone; hotovo; dokončeno; valmis; tehty; tamamlandı; yapıldı; 完了; 対応済み;
対応済; 済; 実施済み; 已完成; 完成; 已修复; 已解决; 완료; 완료됨; completato; chiuso; risolto; gedaan; afgerond; gereed; voltooid; opgelost;
klar; färdig; ✅; ✔; ☑; ✔️; ☑️; ✓; 🟢
"""
OPEN = """
todo; to do; open; opened; deferred; postponed; in progress; wip; doing; started; ongoing; pending; not started; planned; backlog; new;
scheduled; in review; blocked; on hold; not done; incomplete; outstanding; assigned; ready; triage; accepted;
proposed; upcoming; under review; partially done; partial; in development; offen; in arbeit; geplant; открыто;
в работе; запланировано; в процессе; не начато; відкрито; заплановано; w toku; otwarte; zaplanowane; otevřeno;
probíhá; kesken; avoin; açık; devam ediyor; planlandı; bekliyor; 未着手; 対応中; 進行中; 未対応; 予定; 检讨中; 待处理; 进行中; 未开始; 计划中; 待办;
진행 중; 진행중; 예정; 미완료; 대기; åpen; pågår; planlagt; ikke startet; abierto; abierta; pendiente; en curso; en progreso;
planificado; aberto; aberta; pendente; em andamento; em progresso; planejado; ouvert; ouverte; en cours; à faire;
prévu; aperto; da fare; in corso; pianificato; openstaand; bezig; te doen; gepland; pågående; öppen; planerad; 🚧; ⏳;
🔲; ☐; ⬜; 🟡; 🔄; 🟠; 🔴; ❌; 📋
"""
NOT_PLANNED = """
won't do; wont do; won't fix; wontfix; will not do; cancelled; canceled; rejected; declined; abandoned; dropped;
obsolete; not planned; n't do; superseded; discarded; descoped; withdrawn; deferred indefinitely; verworfen;
abgelehnt; avvist; droppet; descartado; descartada; cancelado; cancelada; abandonné; annulé; annullato; scartato;
vervallen; geannuleerd; avbruten; 🚫
"""
COLUMNS = {
    "action": "hành động; việc cần làm; действие; мера; задача; дія; захід; działanie; zadanie; akce; opatření; úkol; toimenpide; tehtävä; "
    "eylem; aksiyon; アクション; 対応; 対策; 内容; タスク; 措施; 行动; 行动项; 任务; 改进措施; 事项; 조치; 조치사항; 작업; 내용; action item*; "
    "action; actions; task; tasks; measure; measures; item; items; to do; todo; follow up; followup; "
    "remediation; recommendation; improvement; corrective action; preventive action; preventative action; "
    "corrective measure; preventive measure; preventative measure; work item; action description; "
    "task description; what; deliverable; step; fix; mitigation; countermeasure; action point; description; "
    "details; summary; title; issue; aksjon; aksjonspunkt; tiltak; oppgave; beskrivelse; acción; accion; "
    "acciones; tarea; medida; descripción; ação; acao; ações; tarefa; descrição; mesure; tâche; tache; "
    "description de l'action; maßnahme; massnahme; aufgabe; beschreibung; azione; compito; misura; "
    "descrizione; actie; taak; maatregel; omschrijving; åtgärd; uppgift; actiepunt; next step; next steps; "
    "activity; requirement; proposal; solution; change; objective",
    "owner": "owner*; assignee*; assigned to; assigned; responsible; responsibility; responsible party; "
    "responsible person; who; dri; lead; team; owner team; owning team; action owner; person; "
    "point of contact; poc; accountable; driver; eier; ansvarlig; responsable; responsável; dueño; "
    "ответственный; исполнитель; відповідальний; osoba odpowiedzialna; odpowiedzialny; właściciel; "
    "odpovědná osoba; zodpovídá; vastuuhenkilö; sorumlu; 担当; 担当者; 責任者; 负责人; 責任人; 责任人; 담당자; 담당; propietario; "
    "encargado; verantwortlich*; zuständig; responsabile; assegnato a; eigenaar; verantwoordelijke; "
    "ansvarig; propriétaire; owner s; by whom; asignado a; asignado; atribuído a; zuständigkeit; owner role; "
    "owner / team",
    "due": "срок; сроки; дедлайн; термін; termin realizacji; termín; määräaika; son tarih; termin; 期限; 期日; 截止日期; "
    "截止时间; 完成时间; 기한; 마감일; due; due date; deadline; eta; target date; target; by when; when; date; "
    "target completion; completion date; timeline; timeframe; expected; expected date; due by; frist; "
    "fecha límite; fecha limite; fecha; plazo; prazo; data limite; data; échéance; echeance; date limite; "
    "fällig; fällig am; frist bis; fälligkeit; bis wann; scadenza; termine; vervaldatum; förfallodatum; "
    "slutdatum; sprint; quarter; timescale; planned date; finish date; estimated completion; est completion; "
    "delivery date; target quarter; due (utc)",
    "priority": "severity; severity level; importance; 重要度; 严重度; 严重级别; приоритет; пріоритет; priorytet; priorita; prioriteetti; öncelik; 優先度; 优先级; 優先級; 우선순위; priority; prio; "
    "pri; urgency; p; prioritet; prioridad; prioridade; priorité; priorität; priorità; prioriteit",
    "status": "trạng thái; статус; состояние; стан; stav; tila; durum; ステータス; 状態; 状况; 状态; 狀態; 상태; outcome; status; state; done; "
    "done?; progress; completed; complete; estado; statut; état; stato; stand; completion; tilstand; "
    "situação; fremdrift; ✅; resolution",
    "ticket": "ticket*; bug*; issue link; issue; issue #; issue id; jira*; link*; reference*; ref; refs; tracking; "
    "tracking issue; tracker; tracking bug; tracking link; pr; prs; pull request; github issue; "
    "gitlab issue; github; gitlab; task link; bug/task; tracking ticket; story; work item link; referanse*; "
    "sak; enlace*; referencia*; referência; lien*; référence*; vorgang; verweis; riferimento; verwijzing; "
    "ticket id; ticket/pr; issue/pr; ticket link; mr; action link; url; related issue*",
    "type": "loại; カテゴリ; 類型; 类型; 类别; 분류; тип; категория; type; category; kind; class; kategori; tipo; categoría; "
    "categoria; catégorie; kategorie; typ; soort; area",
}
NOT_ACTION_TABLES = """
time; timestamp; time (utc); utc; event; metric; value; attendee; attendees; role; pod; node; namespace; service;
before; after; hora; evento; zeit; ereignis; heure; événement; tid; hendelse; tijd; gebeurtenis; date/time; field;
property; version; author; key; duration; factor; cause; finding; impact; affected; question; answer; why; symptom;
component; name; experience; expectation; restarts; phase
"""
LABELS = {
    "owner": "owner*; action owner; assignee*; assigned to; assigned; assign to; responsible; responsible party; "
    "responsible person; responsible team; dri; poc; accountable; lead; ansvarlig; eier; responsable; "
    "responsável; encargado; verantwortlich*; zuständig; responsabile; eigenaar; verantwoordelijke; "
    "ansvarig; asignado a; atribuído a; assigné à; owned by; owning team; ответственный; исполнитель; "
    "відповідальний; odpowiedzialny; odpovědná osoba; vastuuhenkilö; sorumlu; 担当; 担当者; 責任者; 责任人; 責任人; "
    "负责人; 담당; 담당자",
    "due": "due; due date; due by; deadline; eta; target date; target; target completion; by when; complete by; "
    "completion date; frist; fecha límite; fecha limite; plazo; prazo; échéance; echeance; date limite; "
    "fällig*; fälligkeit; termin; scadenza; vervaldatum; förfallodatum; expected completion; timeline; "
    "timeframe; expected by; срок; дедлайн; термін; termín; määräaika; son tarih; 期限; 期日; 截止日期; 截止时间; "
    "기한; 마감일",
    "priority": "priority; prio; urgency; prioritet; prioridad; prioridade; priorité; priorität; priorità; prioriteit; "
    "приоритет; пріоритет; priorytet; priorita; öncelik; 優先度; 优先级; 優先級; 우선순위",
    "status": "status; state; estado; statut; stato; tilstand; статус; состояние; ステータス; 状態; 状态; 상태",
    "ticket": "ticket*; tracking; tracking issue; tracking ticket; tracked in; tracked by; tracked at; tracked as; "
    "issue; issues; jira; bug; pr; prs; pull request; mr; merge request; github issue; gitlab issue; "
    "tracker; tracking bug; sak; vorgang; filed as; see issue; work item",
    "type": "type; kind; kategori; tipo; typ",
}
DETAILS = """
category; rationale; why; reason; note*; details; description; current; target; implementation; impact; risk; context;
expected outcome; outcome; goal; effort; estimate; success criteria; acceptance criteria; verification; location; see;
example; how; what; background; status; dependencies; scope; approach; benefit*; purpose; component; evidence;
expected result; test plan; references; progress; comment*; link*; update*; objective; deliverable*; steps;
evidence of completion; definition of done; blocked by; cost; metric*; measure of success; plan;
acción; accion; opciones; riesgo*; motivo; razón; objetivo; descripción; contexto; impacto; ação; opções; motivo; risco*;
raison; objectif; risque*; contexte; begründung; grund; ziel; risiko; ziele; motivazione; obiettivo; rischio
"""
VERBS = """
add; adopt; adjust; agree; alert; align; allow; analyse; analyze; apply; arrange; ask; assess; assign; assure; audit;
automate; avoid; backport; backup; ban; be; benchmark; block; book; bring; build; bump; capture; catch; change; check;
clarify; clean; cleanup; close; collaborate; commission; communicate; complete; conduct; configure; consider;
consolidate; continue; convert; coordinate; correct; create; cut; decide; decommission; decouple; decrease; define;
delegate; delete; deliver; deploy; deprecate; design; detect; determine; develop; disable; discuss; distribute; do;
document; don't; double; drain; drill; drop; educate; eliminate; enable; encourage; enforce; enhance; enlarge; ensure;
escalate; establish; evaluate; exclude; expand; experiment; explain; explore; export; expose; extend; extract; figure;
file; find; finalize; finish; fix; follow; force; formalize; free; gather; generate; get; give; go; guarantee; guard;
handle; harden; have; hire; hold; hook; identify; implement; improve; include; increase; inform; instrument; install;
instruct; integrate; introduce; inventory; investigate; invest; invite; isolate; keep; launch; learn; let; limit;
link; load; lock; log; look; lower; maintain; make; mandate; map; mark; measure; merge; migrate; minimize; mirror;
mitigate; modernize; modify; monitor; move; never; notify; offer; onboard; open; optimise; optimize; order; organise;
organize; partition; patch; perform; periodically; pin; plan; port; post; practice; prefer; prepare; prevent;
prioritise; prioritize; proactively; profile; prohibit; promote; propose; protect; prototype; provide; provision;
prune; publish; purge; push; put; raise; randomize; rate-limit; re-enable; rebuild; record; recreate; reduce;
redesign; refactor; refine; refresh; regularly; reject; release; remind; remove; rename; reorganize; repair; replace;
replicate; report; request; require; research; resize; resolve; restart; restore; restrict; restructure; retire;
retry; return; reuse; revert; review; revise; revisit; rework; rewrite; roll; rotate; route; run; sanitize; save;
scale; scan; schedule; scope; script; secure; segregate; select; send; separate; serve; set; setup; share; shift;
ship; shorten; show; shut; sign; simplify; simulate; split; spread; stagger; standardise; standardize; start; stop;
store; streamline; strengthen; study; submit; subscribe; support; surface; suspend; switch; sync; synchronize; tag;
take; talk; teach; test; throttle; tighten; track; train; transfer; transition; trigger; try; tune; turn; understand;
unify; upgrade; update; use; utilize; validate; verify; version; wait; warn; watch; work; wrap; write; cap; re; rerun;
decentralise; decentralize; flush; formulate; gate; halt; highlight; insist; interview; justify; listen; localize;
loosen; mute; peg; populate; purchase; recover; redact; redo; reload; remodel; remount; resume; reward; settle; shrink;
skip; spin; stub; suppress; tell; tie; tolerate; triage; undo; upload; wipe;
retest; retrain; read; rethink; rebalance; decompose; downgrade; expedite; leverage; rearrange; rehearse; repurpose;
trace; unpin; upskill; wean; implementar; agregar; añadir; anadir; crear; actualizar; eliminar; resolver; revisar;
configurar; documentar; monitorear; monitorizar; mejorar; automatizar; validar; verificar; reducir; evitar; definir;
establecer; desplegar; migrar; corregir; cambiar; investigar; probar; asegurar; garantizar; aumentar; optimizar;
ajustar; capacitar; realizar; incluir; integrar; reemplazar; detectar; separar; limitar; usar; adicionar; melhorar;
atualizar; remover; corrigir; testar; garantir; criar; monitorar; treinar; ajouter; créer; mettre; corriger; vérifier;
automatiser; documenter; améliorer; surveiller; déployer; supprimer; remplacer; définir; renforcer; hinzufügen;
einrichten; prüfen; erstellen; dokumentieren; überwachen; verbessern; automatisieren; testen; einführen; ersetzen;
entfernen; aktualisieren; aggiungere; creare; aggiornare; verificare; migliorare; documentare; automatizzare;
rimuovere; configurare; toevoegen; controleren; verbeteren; documenteren; automatiseren; legge; innføre; forbedre;
dokumentere; lägg; införa; förbättra; dokumentera; добавить; настроить; проверить; проверять; обновить; исправить;
создать; внедрить; рассмотреть; держать; документировать; удалить; заменить; автоматизировать; dodać; utworzyć;
zaktualizować; recheck; reconfigure; redeploy; reset; reinforce; reinstall; relocate; reproduce; reserve; reconcile;
redirect; register; revoke; centralize; centralise; certify; clear; collect; combine; compare; compress; containerize;
contact; debug; dedicate; deduplicate; defer; diagnose; diversify; emit; encrypt; engage; enrich; examine; expire;
fail; fetch; forward; grant; ignore; inspect; invalidate; iterate; join; lint; negotiate; normalize; obtain; override;
overhaul; parse; persist; pick; preload; preserve; quantify; recruit; recycle; refuse; respond; retain; reverse;
rewire; seed; serialize; shard; silence; smooth; solve; sort; specify; stabilize; stabilise; strip; substitute; swap;
terminate; trim; truncate; unblock; uninstall; unset; vet; visualize; whitelist; allowlist; kill; audit; carry; cease; chart; commit; consume; craft; curate; discourage; elevate; embed; emphasize; fine-tune; foster; host; incorporate; institute; leverage; minimise; neutralize; organize; pause; polish; practise; protect; quarantine; reassess; reexamine; reform; relabel; remediate; resolve; reword; rid; sanitise; sharpen; simulate; spruce; tweak; vary; walk; widen; wire; withdraw;
allocate; amend; annotate; append; archive; attach; authenticate; await; broaden; calculate; choose; compile; confirm;
connect; consult; declare; dedupe; describe; differentiate; discontinue; discover; familiarize; inject; insert;
intercept; invoke; lengthen; locate; manage; maximize; meet; mention; mount; narrow; outline; outsource; pay; prefix;
produce; pursue; rearchitect; reboot; receive; reconsider; reflect; regulate; reiterate; relax; rely; render; renew;
reorder; repeat; reprovision; rollout; safeguard; satisfy; see; spend; transform; translate; utilise; virtualize;
visit; weigh
"""
