"""The few words that documents label questions and answers with, in many languages: one table, nothing else."""

from __future__ import annotations


def _table(words: str) -> frozenset[str]:
    """Words between white space; `_` stands for a space."""
    return frozenset(words.split())


ANSWERS = _table(
    """
    answer answers ans ansr
    respuesta respuestas resposta respostas réponse réponses reponse antwort antworten
    risposta risposte antwoord antwoorden odpowiedź odpowiedz odpowiedzi
    ответ ответы отв відповідь відповіді адказ отговор отговори
    odpověď odpoved odpověd odpovědi odpoveď svar vastaus cevap yanıt
    câu_trả_lời trả_lời đáp_án jawaban jawab odgovor odgovori
    одговор жауап жооп хариулт javob cavab jawapan sagot jibu erantzuna përgjigje përgjigja răspuns raspuns válasz vastus atsakymas atbilde
    답 답변 정답 해답 答 答案 回答 解答 正解 正确答案 正確答案 参考答案 參考答案 参考回答 标准答案 答え 回答例 解説と答え
    إجابة الإجابة الاجابة اجابة جواب الجواب ج الإجابة_الصحيحة پاسخ جواب תשובה
    उत्तर जवाब   উত্তর பதில் సమాధానం ഉത്തരം ಉತ್ತರ ઉત્તર ਉੱਤਰ คำตอบ เฉลย απάντηση պատասխան პასუხი
    correct_answer right_answer the_answer my_answer sample_answer short_answer model_answer possible_answer
    correct_answers right_answers reference_answer suggested_answer expected_answer ideal_answer answer_key answer_and_explanation answer_with_explanation
    respuesta_correcta resposta_correta bonne_réponse réponse_correcte richtige_antwort risposta_corretta
    correct_option correct_choice quick_answer your_answer tu_respuesta su_respuesta sua_resposta votre_réponse ihre_antwort deine_antwort
    la_tua_risposta ваш_ответ ваша_відповідь twoja_odpowiedź 你的答案 你的回答 あなたの答え 나의_답
    cevaplar yanıtlar cevabı yanıtı választ răspunsul отговора đáp đáp_án_chuẩn đáp_án_mẫu câu_trả_lời_mẫu válaszok vastaukset răspunsuri svaren answer_keys
    respuesta_corta respuesta_modelo respuesta_sugerida respuesta_esperada resposta_esperada resposta_curta
    resposta_correta gabarito réponse_attendue réponse_courte réponse_type réponse_modèle musterantwort beispielantwort
    kurze_antwort kurzantwort beispiellösung odpowiedź_wzorcowa krótka_odpowiedź prawidłowa_odpowiedź
    краткий_ответ короткий_ответ эталонный_ответ правильные_ответы верные_ответы
    правильна_відповідь коротка_відповідь kısa_cevap örnek_cevap cevap_anahtarı gợi_ý_trả_lời trả_lời_mẫu đáp_án_đúng
    jawaban_benar jawaban_singkat contoh_jawaban kunci_jawaban jawaban_yang_benar
    모범_답안 모범답안 예시_답안 답안 정답과_해설 정답_및_해설 模範解答 解答例 正答 簡答 简答 参考解答 回答要点 答题要点
    جواب_کامل پاسخ_کامل پاسخ_صحیح پاسخ_درست جواب_کوتاه पूर्ण_उत्तर सही_उत्तर
    правильный_ответ верный_ответ poprawna_odpowiedź doğru_cevap juiste_antwoord rätt_svar
    """
)
"""Words that say "answer" and nothing else."""

SOLUTIONS = _table(
    """
    solusi çözümü lời_giải_chi_tiết soluciones soluções soluzioni lösungen musterlösungen oplossingen rozwiązania решения rešitve rješenja çözümler corrigé corrigés
    solution solutions sol reference_solution model_solution sample_solution suggested_solution my_solution musterlösung solución solucion solução solucao lösung loesung soluzione oplossing
    rozwiązanie решение рішення розв'язок řešení lösning løsning ratkaisu çözüm lời_giải penyelesaian rešitev rješenje
    rešenje решење soluție megoldás 解 解法 풀이 해설 الحل حل সমাধান פתרון λύση समाधान
    """
)
"""Words that say "answer", but also stand in the middle of prose."""

KEYS = _table(
    """
    answers solutions key keys respuestas soluciones solucionario clave respostas soluções gabarito réponses corrigé corrigés
    antworten lösungen musterlösungen risposte soluzioni antwoorden oplossingen odpowiedzi rozwiązania klucz
    ответы решения ключ ключи відповіді розв'язки odpovědi řešení svar lösningar cevaplar çözümler cevap_anahtarı anahtarı
    đáp_án kunci kunci_jawaban odgovori rešitve rješenja răspunsuri soluții válaszok megoldások vastaukset ratkaisut
    答案 参考答案 參考答案 答案与解析 参考答案与解析 解答 解答例 정답 해답 정답_및_해설 정답과_해설 الإجابات الأجوبة الحلول پاسخ‌ها پاسخنامه תשובות उत्तर
    """
)
"""Words that say that a section holds the answers to several questions."""

QUESTIONS = _table(
    """
    question questions q ques que quest interview_question interview_q sample_question practice_question example_question
    pregunta preguntas cuestión pergunta perguntas questão questao questões quesito quesiti enunciado p frage fragen domanda vraag pytanie pytania вопрос вопросы в питання запитання
    пытанне въпрос otázka otazka fråga spørgsmål spørsmål kysymys soru câu_hỏi câu pertanyaan soal pitanje vprašanje
    питање сұрақ суроо асуулт savol sual soalan tanong swali galdera spurning pyetja pyetje întrebare intrebare intrebarea întrebarea kérdés küsimus klausimas jautājums
    질문 문제 문 问 問 问题 問題 题 題 题目 題目 質問 问答 سؤال السؤال س سوال سوالات پرسش שאלה प्रश्न सवाल প্রশ্ন கேள்வி ప్రశ్న
    คำถาม ข้อ ερώτηση հարց კითხვა hỏi
    """
)
"""Words that say "question"."""

TASKS = _table(
    """
    problem problem_statement problem_description the_problem task exercise challenge scenario
    question_description the_question interview_question
    problema enunciado ejercicio exercício problème exercice énoncé aufgabe aufgabenstellung problema esercizio compito
    übung упражнение вправа ćwiczenie alıştırma bài_tập latihan 练习 練習 练习题 연습문제 練習問題 تمرین تمرين
    задача условие задание zadanie görev 题目描述 問題描述 题目要求 问题描述 題目描述 面试题 課題 演習 문제_설명
    """
)
"""What else a heading says above a question or a task, where the next heading says "Answer" or "Solution"."""

CHOICES = _table(
    """
    options choices answer_choices answer_options alternatives opciones opções alternativas choix propositions optionen antwortmöglichkeiten
    opzioni варианты варианты_ответа варианты_ответов варіанти_відповідей odpowiedzi_do_wyboru seçenekler şıklar pilihan lựa_chọn
    选项 選項 選択肢 보기 선택지 الخيارات گزینه‌ها
    """
)
"""What a heading says above a quiz's options."""

RIGHTS = _table(
    """
    correct right true correct_answer right_answer most_voted answer
    correcta correcto respuesta_correcta correta certo resposta_correta correcte juste bonne_réponse vrai richtig korrekt richtige_antwort
    corretta corretto giusto juist correct_antwoord poprawna poprawna_odpowiedź poprawne prawidłowa верно правильно правильный правильный_ответ верный_ответ
    правильна_відповідь вірно doğru doğru_cevap đúng đáp_án_đúng benar jawaban_benar správně správná_odpověď helyes rätt rigtig riktig oikein corect
    正确 正確 正确答案 正確答案 正解 答案 정답 맞음 صحیح صحيح الإجابة_الصحيحة נכון सही सही_उत्तर
    """
)
"""What a remark behind an option says of the right one: `B. TFTP **Most Voted**`, `(correct)`."""

GIVEN = _table(
    """
    example examples sample samples sample_input sample_output input output input_format output_format constraints constraint
    input_and_output input/output examples_and_constraints notes note assumptions given example_1 example_2 example_3 test_cases
    ejemplo ejemplos restricciones exemplo exemplos restrições exemple exemples contraintes beispiel beispiele bedingungen
    esempio esempi vincoli пример примеры ограничения приклад приклади przykład przykłady ограничения 示例 样例 例子 约束
    约束条件 提示 限制 例 制約 예시 제한사항 입출력_예 入力 出力 입력 출력 ví_dụ contoh örnek örnekler kısıtlar
    """
)
"""What a heading says above what else a task gives, before its solution starts."""

PARTS = _table(
    """
    step chapter part section lesson module phase appendix paso capítulo parte sección lección módulo apéndice passo etapa seção lição fase
    étape chapitre partie leçon annexe schritt kapitel teil abschnitt lektion anhang capitolo sezione lezione stap hoofdstuk deel
    krok rozdział część lekcja шаг глава часть раздел урок этап приложение крок розділ частина adım bölüm ders bước chương phần
    langkah bab bagian pelajaran 步骤 步驟 ステップ 단계 الخطوة خطوة الفصل مرحله گام فصل
    """
)
"""What numbers the parts of a text or of a piece of work, none of which asks."""

QUESTION_LETTERS = frozenset(
    {"q", "front", "interviewer", "p", "f", "d", "в", "س", "問", "问", "문", "题", "題", "質問"}
)
"""What stands alone before a colon for "question" ("Q:", "Front:"), where an answer label follows."""

ANSWER_LETTERS = frozenset({"a", "back", "candidate", "interviewee", "r", "ans", "о", "ج", "答", "답", "в"})
"""What stands alone before a colon for "answer" ("A:", "Back:"), where a question label stands before it."""

SPEAKERS = frozenset({"interviewer", "candidate", "interviewee"})
"""Those of the letters' words that name who speaks: where a candidate asks, the interviewer answers."""

HINTS = _table(
    """
    hint hints tip clue pista pistas dica dicas indice hinweis tipp suggerimento podpowiedź подсказка підказка
    nápověda ledtråd ipucu ipuçları gợi_ý petunjuk 提示 ヒント 힌트 تلميح رمز רמז संकेत
    """
)
"""Words that say "hint"."""

EXTRAS = _table(
    """
    details detail more more_details read_more further_details further_reading
    detalles detalhes más mais détails plus einzelheiten mehr dettagli meer szczegóły więcej подробности подробнее детали
    详情 詳細 更多 もっと 자세히 المزيد تفاصيل ayrıntılar
    """
)
"""Words that open what one isn't graded on."""

REVERSES = _table("reverse reversed reverse_card")
"""Words that open the front of a card that asks the other way round."""

TYPED = _table("type_in type_the_answer typed")
"""Words that open what is to be typed in. "Type" isn't one: too many answers say of what type something is."""

FOLLOW_UPS = _table(
    """
    follow-up follow-ups follow-up_question follow-up_questions
    anschlussfrage nachfrage folgefrage zusatzfrage rückfrage weiterführende_frage
    pregunta_de_seguimiento pregunta_complementaria pregunta_adicional repregunta pregunta_de_seguiment
    question_de_suivi question_complémentaire question_subsidiaire question_de_relance relance
    pergunta_de_acompanhamento pergunta_de_seguimento pergunta_complementar pergunta_adicional
    domanda_di_approfondimento domanda_successiva domanda_aggiuntiva vervolgvraag doorvraag
    pytanie_dodatkowe pytanie_uzupełniające doplňující_otázka navazující_otázka doplňujúca_otázka dodatno_pitanje dodatno_vprašanje
    дополнительный_вопрос уточняющий_вопрос додаткове_питання додаткове_запитання уточнювальне_запитання допълнителен_въпрос додатно_питање
    följdfråga opfølgende_spørgsmål oppfølgingsspørsmål jatkokysymys takip_sorusu devam_sorusu ek_soru
    câu_hỏi_tiếp_theo câu_hỏi_bổ_sung pertanyaan_lanjutan întrebare_suplimentară kiegészítő_kérdés συμπληρωματική_ερώτηση
    追问 追問 后续问题 後續問題 延伸问题 延伸問題 进阶问题 追加質問 追加の質問 深掘り質問 フォローアップ質問
    추가_질문 추가질문 꼬리_질문 꼬리질문 후속_질문 후속질문 คำถามต่อเนื่อง
    سؤال_متابعة سؤال_المتابعة سؤال_إضافي سؤال_تکمیلی پرسش_تکمیلی שאלת_המשך अनुवर्ती_प्रश्न
    """
)
"""What stands before a question that follows from an answer; a hyphen may be a space or nothing."""

REVEALS = _table(
    """
    show view see reveal click expand toggle spoiler open here display check unfold
    ver mostrar haz clic voir afficher cliquez anzeigen zeigen klick mostra vedi показать смотреть нажмите посмотреть
    pokaż göster gör xem_đáp_án lihat 查看 点击 點擊 展开 展開 表示 見る クリック 보기 클릭 اظهر اعرض إظهار عرض
    """
)
"""Words that ask to be clicked on: a `<summary>` that consists of them is no question."""

TOPS = (
    "back to top",
    "to top",
    "go to top",
    "back to the top",
    "back to toc",
    "back to table of contents",
    "back to contents",
    "return to top",
    "volver arriba",
    "ir arriba",
    "voltar ao topo",
    "volver al inicio",
    "voltar ao início",
    "retour en haut",
    "haut de page",
    "nach oben",
    "zurück nach oben",
    "torna su",
    "torna all'inizio",
    "terug naar boven",
    "do góry",
    "наверх",
    "к началу",
    "к оглавлению",
    "вернуться",
    "вгору",
    "başa dön",
    "về đầu trang",
    "kembali ke atas",
    "返回顶部",
    "回到顶部",
    "返回頂部",
    "回到頂部",
    "返回目录",
    "トップへ戻る",
    "目次へ",
    "上に戻る",
    "맨 위로",
    "위로",
    "العودة",
    "إلى الأعلى",
)
"""What links back to the top of the page say."""

CONTENTS = _table(
    """
    table_of_contents contents toc index questions_list list_of_questions
    tabla_de_contenidos índice indice contenido sumário conteúdo table_des_matières sommaire
    inhaltsverzeichnis inhalt sommario indice inhoud inhoudsopgave spis_treści оглавление содержание зміст obsah
    içindekiler mục_lục daftar_isi 目录 目錄 目次 索引 목차 الفهرس المحتويات فهرس תוכן_עניינים
    """
)
"""What headings of tables of contents say."""

FURNITURE = _table(
    """
    contributing contributors contribution contributions license licence credits sponsors sponsor support
    acknowledgements acknowledgments acknowledgement author authors stargazers donate disclaimer changelog
    conclusion conclusions summary introduction overview preface faq prerequisites notes note tips disclaimer
    references reference resources resource further_reading bibliography links sources see_also
    contribuir contribuciones licencia licença contribution contributeurs mitwirken lizenz contribuire licenza
    лицензия участие ссылки ресурсы источники 贡献 许可证 參考 参考 参考资料 资源 ライセンス 貢献 参考文献 라이선스
    """
)
"""What headings of sections about the document itself say."""

IMPERATIVES = _table(
    """
    explain compare describe define list name discuss implement write give differentiate distinguish outline state
    contrast explain: illustrate derive prove show calculate compute design find identify summarize demonstrate
    create build convert reverse check count sort remove print return solve complete fix generate provide choose select
    mention draw evaluate predict translate determine describe elaborate justify
    what why how when which who where whose can is are does do should would difference differences
    qué cómo por cuál cuáles cuándo dónde explica explique explicar describe define compara diferencia diferencias
    que qual quais como quando onde diferença explique descreva defina compare
    qu'est-ce que quelle quelles quel quels comment pourquoi quand expliquez expliquer décrivez définissez comparez différence
    was wie warum wann welche welcher welches wozu erkläre erklären erläutern erläutere beschreibe nenne vergleiche unterschied
    cosa cos'è come perché quando quali spiega descrivi differenza
    wat hoe waarom wanneer welke leg beschrijf verschil
    co jak dlaczego kiedy czym wyjaśnij opisz porównaj różnica
    что как почему зачем когда какие какой какая чем объясните опишите сравните назовите перечислите расскажите разница
    що як чому коли які який поясніть опишіть
    nedir nasıl neden açıklayın ما كيف لماذا متى اشرح عرف قارن هل
    apa bagaimana mengapa jelaskan sebutkan
    """
)
"""First words of headings that ask without a question mark."""

ASKING = (
    "什么", "如何", "为什么", "怎么", "怎样", "哪些", "区别", "解释", "说明", "简述", "描述", "谈谈", "比较", "请说",
    "什麼", "為什麼", "怎麼", "差異", "とは", "なぜ", "何ですか", "ですか", "説明", "違い", "무엇", "어떻게", "왜", "설명", "차이",
    "คืออะไร", "อย่างไร", "là gì", "khác nhau", "như thế nào", "nedir",
)  # fmt: skip
"""Parts of headings that ask, in languages that don't put a question word first."""
