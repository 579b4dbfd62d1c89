-- The page that the template "custom-html" begins with; its hash stands in the template.

insert into bundle (hash, html, bytes, variables, marketplace, created_at)
values ('a4fd9fab1759fc2175def2b999514f4f1aa2c47101fa7f0c383bed0ae6ed83f7', $page$<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem; }
  fieldset { border: 0; padding: 0; margin: 0 0 1rem; }
  label { display: block; padding: 0.5rem 0; }
  textarea { width: 100%; min-height: 5rem; font: inherit; box-sizing: border-box; }
</style>
<form>
  <p><strong>{{ task.input.text }}</strong></p>
  <fieldset>
    <legend>Is this a question?</legend>
    <label><input type="radio" name="label" value="yes" required> Yes</label>
    <label><input type="radio" name="label" value="no"> No</label>
  </fieldset>
  <label>Anything to note? <textarea name="note" maxlength="2000"></textarea></label>
</form>
$page$, 630, '{text}', true, now());
